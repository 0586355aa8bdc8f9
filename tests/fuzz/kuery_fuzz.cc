// Any text as a query in Kibana's language; one that compiles is evaluated, and is printed in EQL,
// where it must mean the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "eql/kuery.h"
#include "eql/printer.h"

namespace {

ak::Event sample_event() {
  ak::Event event;
  event.add(ak::Field::event_category, "process");
  event.set(ak::Field::process_name, std::string("kubectl"));
  event.set(ak::Field::process_args, ak::Strings{"kubectl", "--token=a\xff", "--as", ""});
  event.set(ak::Field::process_pid, std::int64_t{42});
  event.set(ak::Field::source_ip, std::string("10.1.2.3"));
  return event;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const ak::Event event = sample_event();
  const ak::eql::Compilation compilation = ak::eql::compile_kuery(text);
  if (!compilation.query) return 0;
  const bool is_match = compilation.query->matches(event);

  ak::eql::Findings findings;
  const auto tokens = ak::eql::lex_kuery(text, findings);
  const std::string printed = ak::eql::print(ak::eql::parse_kuery(text, tokens, findings));
  const ak::eql::Compilation again = ak::eql::compile(printed);
  if (!again.query || again.query->matches(event) != is_match) std::abort();
  return 0;
}
