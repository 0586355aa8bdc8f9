#include "base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/limits.h"

namespace ak {
namespace {

constexpr std::size_t kShownColumns = 160;  // of a source line
constexpr std::size_t kBeforeCaret = 60;    // kept before the caret when a long line is cut

std::string printable(std::string_view text) {
  std::string shown(text);
  for (char& c : shown) {
    if (c == '\t') c = ' ';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return shown;
}

}  // namespace

std::string render(const Diagnostic& d) {
  std::string place = printable(d.file);
  if (d.line > 0) place += fmt::format(":{}:{}", d.line, d.column);
  std::string out =
      fmt::format("{}: {}", place, d.severity == Severity::error ? "error" : "warning");
  if (!d.code.empty()) out += fmt::format("[{}]", d.code);
  out += fmt::format(": {}\n", printable(d.message));

  if (d.line > 0 && !d.source_line.empty()) {
    std::size_t caret = d.column > 0 ? d.column - 1 : 0;
    std::string_view source = d.source_line;
    if (source.size() > kShownColumns && caret > kBeforeCaret) {
      const std::size_t cut = std::min(caret - kBeforeCaret, source.size());
      source.remove_prefix(cut);
      caret -= cut;
    }
    source = source.substr(0, kShownColumns);
    caret = std::min(caret, source.size());
    const std::size_t room = std::max<std::size_t>(source.size() - caret, 1);
    const std::size_t width = std::clamp<std::size_t>(d.width, 1, room);
    out += fmt::format("{:>5} | {}\n", d.line, printable(source));
    out += fmt::format("      | {}{}\n", std::string(caret, ' '), std::string(width, '^'));
  }
  if (!d.hint.empty()) out += fmt::format("      = hint: {}\n", printable(d.hint));
  return out;
}

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

bool DiagnosticList::full() const {
  return kept_.size() >= limits::kMaxDiagnosticsPerFile;
}

void DiagnosticList::leave_out(Severity severity) {
  if (severity == Severity::error) ++errors_;
  ++left_out_;
}

void DiagnosticList::add(Diagnostic diagnostic) {
  if (full()) {
    leave_out(diagnostic.severity);
    return;
  }
  if (diagnostic.severity == Severity::error) ++errors_;
  kept_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> DiagnosticList::take() {
  std::stable_sort(kept_.begin(), kept_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  if (left_out_ > 0) {
    Diagnostic rest;
    rest.file = kept_.front().file;
    rest.severity = has_errors() ? Severity::error : Severity::warning;
    rest.message = fmt::format("{} more not shown", left_out_);
    kept_.push_back(std::move(rest));
  }
  errors_ = 0;
  left_out_ = 0;
  return std::exchange(kept_, {});
}

std::string_view line_of(std::string_view text, std::size_t line) {
  while (line > 1) {
    const std::size_t newline = text.find('\n');
    if (newline == std::string_view::npos) return {};
    text.remove_prefix(newline + 1);
    --line;
  }
  std::string_view found = text.substr(0, text.find('\n'));
  if (!found.empty() && found.back() == '\r') found.remove_suffix(1);
  return found;
}

}  // namespace ak
