#include "audit/quoted_spaces.h"

#include <algorithm>

namespace ak::audit {
namespace {

constexpr char kHidden = '\x1F';
constexpr std::string_view kOpening = "=\"";

// Whether a quote before `rest` ends a value. One of a later value does not: a record may lack the
// end of a value.
bool ends_value(std::string_view rest) {
  return rest.empty() || rest.front() == ' ' || rest.front() == '\'';
}

}  // namespace

bool append_hiding_spaces(std::string& text, std::string_view body) {
  const auto start = static_cast<std::ptrdiff_t>(text.size());
  text += body;
  bool is_hidden = false;
  for (std::size_t at = body.find(kOpening); at != std::string_view::npos;) {
    const std::size_t begin = at + kOpening.size();
    const std::size_t end = body.find('"', begin);
    if (end == std::string_view::npos) break;
    if (!ends_value(body.substr(end + 1))) {
      at = body.find(kOpening, begin);
      continue;
    }
    const std::string_view value = body.substr(begin, end - begin);
    if (value.find(' ') != std::string_view::npos) {
      if (body.find(kHidden) != std::string_view::npos) return false;
      const auto first = text.begin() + start;
      std::replace(first + static_cast<std::ptrdiff_t>(begin),
                   first + static_cast<std::ptrdiff_t>(end), ' ', kHidden);
      is_hidden = true;
    }
    at = body.find(kOpening, end);
  }
  return is_hidden;
}

std::string with_hidden_spaces(std::string_view value) {
  std::string shown(value);
  std::replace(shown.begin(), shown.end(), kHidden, ' ');
  return shown;
}

}  // namespace ak::audit
