// Any bytes as a saved state: they are refused, or are a state that a pipeline can go on with and
// that saves as itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "app/pipeline.h"
#include "app/state_file.h"
#include "eql/query.h"

namespace {

std::shared_ptr<const ak::detect::RuleSet> make_rules() {
  constexpr const char* kQueries[] = {
      "sequence by process.pid with maxspan=1m [process where true] [any where true]",
      ("sequence by host.name with maxspan=1m ![file where true] [process where true] with runs=2 "
       "![any where false]"),
      "sample by host.name [process where true] [file where true]"};
  auto rules = std::make_shared<ak::detect::RuleSet>();
  for (const char* query : kQueries) {
    ak::detect::RuleDescription description;
    description.id = std::string(1, static_cast<char>('a' + rules->rules.size()));
    description.query_text = query;
    rules->rules.emplace_back(std::move(description), std::move(*ak::eql::compile(query).query));
  }
  return rules;
}

constexpr std::string_view kLog =
    "type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=5 "
    "comm=\"a\" exe=\"/bin/a\"\n"
    "type=EXECVE msg=audit(1.000:1): argc=1 a0=\"a\"\n"
    "type=PATH msg=audit(1.000:1): item=0 name=\"/bin/a\" inode=9 dev=08:01 nametype=NORMAL\n"
    "type=EOE msg=audit(1.000:1): \n";

std::string save(const ak::app::Pipeline& pipeline) {
  ak::ByteWriter out;
  write(pipeline.save(), out);
  return out.take();
}

void load(std::string_view bytes) {
  static const std::shared_ptr<const ak::detect::RuleSet> rules = make_rules();
  ak::Counters counters;
  ak::app::Pipeline pipeline({}, counters);
  pipeline.set_rules(rules);
  if (pipeline.load(bytes)) {
    const std::string saved = save(pipeline);
    ak::app::Pipeline again({}, counters);
    again.set_rules(rules);
    if (!again.load(saved) || save(again) != saved) std::abort();
  }
  pipeline.feed(kLog);
  pipeline.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto file = ak::app::parse_state_file(bytes);
  load(file ? file.value().pipeline : bytes);
  return 0;
}
