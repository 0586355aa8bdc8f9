#include "eql/errors.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "eql/finding.h"

namespace ak::eql {
namespace {

constexpr std::size_t kMaxArgBytes = 80;  // of the query's text within a message

constexpr std::array<CodeInfo, kCodeCount> kCodes{{
#define AK_EQL_CODE(identifier, code, severity, title, hint) \
  {code, Severity::severity, title, hint},
#include "eql/errors.def"
#undef AK_EQL_CODE
}};

std::string shortened(std::string_view text) {
  if (text.size() <= kMaxArgBytes) return std::string(text);
  std::size_t length = 0;
  while (length < kMaxArgBytes)
    length += std::max<std::size_t>(utf8_length(text.substr(length)), 1);
  return std::string(text.substr(0, length)) + "…";
}

std::string filled(std::string_view title, std::initializer_list<std::string_view> args) {
  std::string text;
  for (const std::string_view arg : args) {
    const std::size_t slot = title.find("{}");
    if (slot == std::string_view::npos) break;
    text += title.substr(0, slot);
    text += shortened(arg);
    title.remove_prefix(slot + 2);
  }
  text += title;
  return text;
}

}  // namespace

const CodeInfo& code_info(Code code) {
  return kCodes[static_cast<std::size_t>(code)];
}

Span cover(Span first, Span last) {
  const std::size_t end = std::max(first.offset + first.width, last.offset + last.width);
  return {first.offset, end - first.offset};
}

void Findings::add(Code code, Span span, std::initializer_list<std::string_view> args,
                   std::string_view hint) {
  const CodeInfo& info = code_info(code);
  const bool is_first_error = info.severity == Severity::error && !has_errors_;
  if (is_full() && !is_first_error) {
    left_out_ = true;
    return;
  }
  has_errors_ = has_errors_ || is_first_error;
  Finding finding;
  finding.severity = info.severity;
  finding.code = info.id;
  finding.offset = span.offset;
  finding.width = std::max<std::size_t>(span.width, 1);
  finding.message = filled(info.title, args);
  finding.hint = hint.empty() ? info.hint : hint;
  kept_.push_back(std::move(finding));
}

bool Findings::is_full() const {
  return kept_.size() >= limits::kMaxDiagnosticsPerFile;
}

std::vector<Finding> Findings::take() {
  std::stable_sort(kept_.begin(), kept_.end(),
                   [](const Finding& a, const Finding& b) { return a.offset < b.offset; });
  if (left_out_) {
    const CodeInfo& info = code_info(Code::more_findings);
    const std::size_t offset = kept_.empty() ? 0 : kept_.back().offset;
    kept_.push_back({info.severity, std::string(info.id), offset, 1, std::string(info.title), ""});
  }
  left_out_ = false;
  has_errors_ = false;
  return std::exchange(kept_, {});
}

}  // namespace ak::eql
