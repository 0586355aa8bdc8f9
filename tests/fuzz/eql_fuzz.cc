// Any text as a query; one that compiles is printed, parsed again and evaluated.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "eql/lexer.h"
#include "eql/parser.h"
#include "eql/printer.h"
#include "eql/query.h"

namespace {

ak::Event sample_event() {
  ak::Event event;
  event.add(ak::Field::event_category, "process");
  event.set(ak::Field::process_name, std::string("kubectl"));
  event.set(ak::Field::process_args, ak::Strings{"kubectl", "--token=a\xff", "--as", ""});
  event.set(ak::Field::process_pid, std::int64_t{42});
  event.set(ak::Field::process_command_line, std::string("kubectl --token=a\xff --as"));
  event.set(ak::Field::source_ip, std::string("10.1.2.3"));
  return event;
}

// What the query's matchers answer, one character each.
std::string answers(const ak::eql::Query& query, const ak::Event& event) {
  std::string text(1, query.matches(event) ? '1' : '0');
  if (const ak::eql::SequenceQuery* sequence = query.sequence()) {
    for (const ak::eql::SequenceItem& item : sequence->items)
      text += item.matcher.matches(event) ? '1' : '0';
    if (sequence->until) text += sequence->until->matcher.matches(event) ? '1' : '0';
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const ak::Event event = sample_event();
  const ak::eql::Compilation compilation = ak::eql::compile(text);
  if (!compilation.query) return 0;
  const std::string before = answers(*compilation.query, event);

  ak::eql::Findings findings;
  const auto ast = ak::eql::parse(text, ak::eql::lex(text, findings), findings);
  const ak::eql::Compilation again = ak::eql::compile(ak::eql::print(ast));
  if (!again.query || answers(*again.query, event) != before) std::abort();
  return 0;
}
