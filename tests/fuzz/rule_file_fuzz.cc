// A rule file of any bytes: read or complained about, each complaint at a place that exists.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/limits.h"
#include "detect/rule_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ak::DiagnosticList complaints;
  const ak::detect::RuleFile read = ak::detect::read_rule_file(text, "id", "file", complaints);
  if (read.rule && read.skipped) std::abort();
  if (!read.rule && !read.skipped && !complaints.has_errors()) std::abort();
  const auto diagnostics = complaints.take();
  if (diagnostics.size() > ak::limits::kMaxDiagnosticsPerFile + 1) std::abort();
  for (const ak::Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.line > 0 && diagnostic.column > diagnostic.source_line.size() + 2) std::abort();
    if (ak::render(diagnostic).find('\x1b') != std::string_view::npos) std::abort();
  }
  return 0;
}
