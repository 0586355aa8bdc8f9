#include "alert/format.h"

#include <algorithm>
#include <array>
#include <utility>

#include "alert/cef.h"
#include "alert/ocsf.h"
#include "alert/presentable.h"
#include "alert/short_ecs.h"
#include "base/json_value.h"
#include "base/limits.h"

namespace ak::alert {
namespace {

struct Name {
  std::string_view name;
  AlertFormat format;
};
constexpr std::array kFormats = {Name{"ecs", AlertFormat::ecs}, Name{"cef", AlertFormat::cef},
                                 Name{"ocsf", AlertFormat::ocsf}};

JsonValue read(const std::string& json) {
  Result<JsonValue> document = parse_json(json);
  if (document && document.value().object("") != nullptr) return std::move(document).value();
  JsonValue stand_in;
  stand_in.set("event.kind", "event");
  stand_in.set("message", cut_text(json, limits::kMaxAlertValueBytes));
  return stand_in;
}

std::string write(AlertFormat format, const JsonValue& ecs) {
  switch (format) {
    case AlertFormat::ecs:
      return ecs.text();
    case AlertFormat::cef:
      return to_cef(ecs);
    case AlertFormat::ocsf:
      return to_ocsf(ecs);
  }
  return ecs.text();
}

}  // namespace

std::optional<AlertFormat> parse_alert_format(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(),
                                   [&](const Name& known) { return known.name == name; });
  if (found == kFormats.end()) return std::nullopt;
  return found->format;
}

std::vector<std::string_view> alert_format_names() {
  std::vector<std::string_view> names;
  for (const Name& known : kFormats) names.push_back(known.name);
  return names;
}

Rendered render(AlertFormat format, const std::string& ecs_json, std::size_t max_bytes) {
  if (format == AlertFormat::ecs && (max_bytes == 0 || ecs_json.size() <= max_bytes)) {
    return {ecs_json, false};
  }
  const JsonValue ecs = read(ecs_json);
  std::string text = write(format, ecs);
  if (max_bytes == 0 || text.size() <= max_bytes) return {std::move(text), false};
  for (int degree = 0; degree < kShortenings && text.size() > max_bytes; ++degree) {
    text = write(format, shorten_ecs(ecs, degree));
  }
  return {std::move(text), true};
}

}  // namespace ak::alert
