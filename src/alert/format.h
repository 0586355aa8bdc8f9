// The form in which a sink's receiver wants an alert. All of them are made from the ECS JSON that
// to_json() wrote (alert.h), so that an alert can be kept as that, and given its form when it is
// delivered. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ak::alert {

enum class AlertFormat { ecs, cef, ocsf };

// "ecs", "cef", "ocsf"; nothing for a name that is not one.
std::optional<AlertFormat> parse_alert_format(std::string_view name);
std::vector<std::string_view> alert_format_names();

struct Rendered {
  std::string text;  // one line, without a newline
  bool shortened = false;
};

// `ecs_json`: an alert by to_json(), or a document about ourselves (a heartbeat, a notice of
// losses) with `event.kind` and `message`, and without `rule`. `max_bytes`: 0 for no limit.
//
// What is longer than that is shortened to what is needed to act on it, and to find it elsewhere
// (event.id, event.sequence), and says so: labels.shortened "true" in ECS, audispkubeShortened=true
// in CEF, "shortened" in metadata.labels of OCSF. Values are cut until it
// fits; when even that does not help, only what names the detection and the event is left, which
// fits into limits::kMinRenderedBytes; a smaller limit is not kept.
//
// ECS within the limit is handed back as it is, unread. What is to be changed and is no JSON object
// becomes a document with its beginning as `message`.
Rendered render(AlertFormat format, const std::string& ecs_json, std::size_t max_bytes);

}  // namespace ak::alert
