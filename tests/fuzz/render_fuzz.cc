// Any bytes as an alert's JSON: what is rendered keeps its format's rules, and its limit.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "alert/format.h"
#include "base/json_value.h"
#include "base/limits.h"
#include "support/cef_rules.h"
#include "support/ocsf_rules.h"

namespace {

using ak::alert::AlertFormat;

void must(bool holds, const char* what, const std::string& text) {
  if (holds) return;
  std::fprintf(stderr, "%s: %s\n", what, text.c_str());
  std::abort();
}

void check(AlertFormat format, const std::string& text) {
  if (format == AlertFormat::cef) {
    const ak::test::CefEvent event = ak::test::read_cef(text);
    must(event.complaints.empty(), event.complaints.empty() ? "" : event.complaints[0].c_str(),
         text);
    return;
  }
  ak::Result<ak::JsonValue> document = ak::parse_json(text);
  must(document.ok(), "not JSON", text);
  must(text.find('\n') == std::string::npos, "two lines", text);
  if (format != AlertFormat::ocsf) return;
  const auto complaints = ak::test::ocsf_complaints(document.value());
  must(complaints.empty(), complaints.empty() ? "" : complaints[0].c_str(), text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string json(reinterpret_cast<const char*>(data), size);
  // An OCSF document nests one level deeper than what it keeps unmapped.
  const auto opened =
      std::count_if(json.begin(), json.end(), [](char c) { return c == '{' || c == '['; });
  if (static_cast<std::size_t>(opened) >= ak::limits::kMaxJsonDepth) return 0;
  for (const AlertFormat format : {AlertFormat::ecs, AlertFormat::cef, AlertFormat::ocsf}) {
    const ak::alert::Rendered whole = render(format, json, 0);
    if (format != AlertFormat::ecs) check(format, whole.text);
    for (const std::size_t limit : {ak::limits::kMinRenderedBytes, std::size_t{4000}}) {
      const ak::alert::Rendered cut = render(format, json, limit);
      must(cut.text.size() <= limit, "over the limit", cut.text);
      if (cut.shortened) check(format, cut.text);
    }
  }
  return 0;
}
