// A rule file of any bytes: read or complained about, each complaint at a place that exists. What
// is read is evaluated, and found by the index if it matches.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "detect/rule_file.h"
#include "detect/rule_index.h"

namespace {

std::vector<ak::Event> sample_events() {
  ak::Event exec;
  exec.add(ak::Field::event_category, "process");
  exec.add(ak::Field::event_type, "start");
  exec.add(ak::Field::event_action, "exec");
  exec.set(ak::Field::host_os_type, std::string("linux"));
  exec.set(ak::Field::process_name, std::string("kubectl"));
  exec.set(ak::Field::process_args, ak::Strings{"kubectl", "--Token=a\xff", "--as", ""});
  exec.set(ak::Field::process_command_line, std::string("kubectl --Token=a\xff --as "));
  exec.set(ak::Field::process_pid, std::int64_t{42});
  ak::Event file;
  file.add(ak::Field::event_category, "file");
  file.set(ak::Field::file_path, std::string("/etc/kubernetes/Admin.conf"));
  file.set(ak::Field::source_ip, std::string("10.1.2.3"));
  return {exec, file, ak::Event()};
}

// Enough copies of the rule for the index to search the values too.
void check_index(const ak::detect::Rule& rule) {
  static const std::vector<ak::Event> events = sample_events();
  constexpr std::size_t kCopies = 12;
  const std::vector<ak::detect::Rule> rules(kCopies, rule);
  ak::detect::RuleIndex index(rules);
  for (const ak::Event& event : events) {
    std::size_t expected = rule.query.matches(event) ? 1 : 0;
    if (const ak::eql::SequenceQuery* sequence = rule.query.sequence()) {
      for (const ak::eql::SequenceItem& item : sequence->items)
        expected += item.matcher.matches(event) ? 1 : 0;
      if (sequence->until) expected += sequence->until->matcher.matches(event) ? 1 : 0;
    }
    std::size_t found = 0;
    for (const ak::detect::RulePart* part : index.find(event))
      found += part->matcher.matches(event) ? 1 : 0;
    if (found != expected * kCopies) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ak::DiagnosticList complaints;
  const ak::detect::RuleFile read = ak::detect::read_rule_file(text, "id", "file", complaints);
  if (read.rule && read.skipped) std::abort();
  if (!read.rule && !read.skipped && !complaints.has_errors()) std::abort();
  if (read.rule) check_index(*read.rule);
  const auto diagnostics = complaints.take();
  if (diagnostics.size() > ak::limits::kMaxDiagnosticsPerFile + 1) std::abort();
  for (const ak::Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.line > 0 && diagnostic.column > diagnostic.source_line.size() + 2) std::abort();
    if (ak::render(diagnostic).find('\x1b') != std::string_view::npos) std::abort();
  }
  return 0;
}
