// An alert's event made fit to leave the program: credentials redacted, values cut to size. Every
// form of an alert (JSON, text, its one line) is written from this, so that none shows more.
#pragma once

#include <string>
#include <vector>

#include "alert/alert.h"
#include "event/event.h"

namespace ak::alert {

struct Presentable {
  Event event;
  std::vector<std::string> cut;  // names of the fields that were cut
};

Presentable presentable(const Event& event, const FormatOptions& options);

// At most `max_bytes` of `text`: its beginning, " […N bytes left out…] ", and its end, so that what
// pads a value cannot push the rest of it out of sight. REQUIRES: max_bytes >= 64.
std::string cut_text(std::string text, std::size_t max_bytes);

// What happened, in one line: "alice ran …". REQUIRES: the event was made presentable.
std::string describe_event(const Event& event);

// The one line about an alert (summary() in alert.h); `event` is the alert's, presentable.
std::string describe(const Alert& alert, const Event& event);

// A process start whose parent is not known.
bool has_unknown_parent(const Event& event);

}  // namespace ak::alert
