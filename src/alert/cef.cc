#include "alert/cef.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "alert/ip_text.h"
#include "alert/presentable.h"
#include "alert/severity.h"
#include "base/text.h"
#include "base/time.h"

namespace ak::alert {
namespace {

// Lengths that the standard gives, in characters; we count bytes.
constexpr std::size_t kMostText = 1023;  // most texts
constexpr std::size_t kClassText = 1023;
constexpr std::size_t kNameText = 512;
constexpr std::size_t kWordText = 63;  // act, outcome
constexpr std::size_t kHostText = 100;
constexpr std::size_t kIdText = 255;       // deviceExternalId
constexpr std::size_t kEventIdText = 40;   // externalId
constexpr std::size_t kCustomText = 4000;  // cs1 to cs6

// Control characters but a line's end as their numbers, \x1b.
std::string without_controls(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = utf8_length(text);
    const std::string_view character = text.substr(0, size == 0 ? 1 : size);
    text.remove_prefix(character.size());
    const bool as_it_is = character == "\\" || character == "\n" || character == "\r";
    out += as_it_is ? std::string(character) : to_printable(character);
  }
  return out;
}

// Cut to a length that may be too short for cut_text()'s mark.
std::string fit(std::string shown, std::size_t max_bytes) {
  if (shown.size() <= max_bytes) return shown;
  if (max_bytes >= 64) return cut_text(std::move(shown), max_bytes);
  while (max_bytes > 0 && (static_cast<unsigned char>(shown[max_bytes]) & 0xC0) == 0x80) {
    --max_bytes;
  }
  return shown.substr(0, max_bytes);
}

// `special` gets a backslash before it, as a backslash does. A line's end is \n and \r in an
// extension, a space in the header.
std::string escape(std::string_view text, char special) {
  const bool header = special == '|';
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += header ? " " : c == '\n' ? "\\n" : "\\r";
      continue;
    }
    if (c == '\\' || c == special) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

class Extension {
 public:
  void text(std::string_view key, std::string_view value, std::size_t max_bytes) {
    if (value.empty()) return;
    std::string shown = without_controls(value);
    if (shown.size() > max_bytes) cut_ += fmt::format("{}{}", cut_.empty() ? "" : ",", key);
    put(key, escape(fit(std::move(shown), max_bytes), '='));
  }

  void number(std::string_view key, const std::int64_t* value) {
    if (value != nullptr) put(key, std::to_string(*value));
  }

  // Of four bytes, as the standard's integers are.
  void integer(std::string_view key, const std::int64_t* value) {
    if (value != nullptr && *value >= 0 && *value <= INT32_MAX) number(key, value);
  }

  void time(std::string_view key, std::string_view text) {
    if (const std::optional<TimeMs> when = parse_time(text)) put(key, std::to_string(*when));
  }

  void label(std::string_view key, std::string_view value) { put(key, std::string(value)); }

  // Names the keys whose values were cut so far.
  std::string& cut() { return cut_; }
  [[nodiscard]] const std::string& pairs() const { return pairs_; }

 private:
  void put(std::string_view key, const std::string& escaped) {
    pairs_ += fmt::format("{}{}={}", pairs_.empty() ? "" : " ", key, escaped);
  }

  std::string pairs_, cut_;
};

std::string joined(const JsonValue& ecs, std::string_view name) {
  std::string all;
  for (const std::string_view text : ecs.strings(name)) {
    if (!all.empty()) all.push_back(',');
    all += text;
  }
  return all;
}

std::string_view first_of(std::string_view a, std::string_view b) {
  return a.empty() ? b : a;
}

// CEF:0 has IPv6 addresses in custom fields alone.
void address(std::string_view ip, std::string_view key, std::string_view ipv6_key,
             std::string_view ipv6_label, Extension& out) {
  const IpKind kind = ip_kind(ip);
  if (kind == IpKind::v4) {
    out.text(key, ip, kMostText);
  } else if (kind == IpKind::v6) {
    out.text(ipv6_key, ip, kMostText);
    out.label(fmt::format("{}Label", ipv6_key), ipv6_label);
  }
}

void port(std::string_view key, const std::int64_t* value, Extension& out) {
  if (value != nullptr && *value <= 65535) out.integer(key, value);
}

void custom(int number, std::string_view label, std::string_view value, Extension& out) {
  if (value.empty()) return;
  out.text(fmt::format("cs{}", number), value, kCustomText);
  out.label(fmt::format("cs{}Label", number), label);
}

void custom(int number, std::string_view label, const std::int64_t* value, Extension& out) {
  if (value == nullptr) return;
  out.number(fmt::format("cn{}", number), value);
  out.label(fmt::format("cn{}Label", number), label);
}

void event(const JsonValue& ecs, Extension& out) {
  out.text("externalId", ecs.string("event.id"), kEventIdText);
  out.text("cat", joined(ecs, "event.category"), kMostText);
  out.text("act", joined(ecs, "event.action"), kWordText);
  out.text("outcome", ecs.string("event.outcome"), kWordText);
  if (ecs.string("event.outcome") == "failure") {
    out.text("reason", ecs.string("auditd.data.exit"), kMostText);
  }
  out.text("msg", ecs.string("message"), kMostText);
  out.text("dvchost", ecs.string("host.name"), kHostText);
  out.text("deviceExternalId", ecs.string("host.id"), kIdText);
}

void actor(const JsonValue& ecs, Extension& out) {
  out.text("suser", ecs.string("user.name"), kMostText);
  out.text("suid", ecs.string("user.id"), kMostText);
  out.text("duser", ecs.string("user.effective.name"), kMostText);
  out.text("duid", ecs.string("user.effective.id"), kMostText);
  out.text("sproc", first_of(ecs.string("process.executable"), ecs.string("process.name")),
           kMostText);
  out.integer("spid", ecs.number("process.pid"));
}

void file(const JsonValue& ecs, Extension& out) {
  out.text("filePath", ecs.string("file.path"), kMostText);
  out.text("fname", ecs.string("file.name"), kMostText);
  out.text("fileType", ecs.string("file.type"), kMostText);
  out.text("fileId", ecs.string("file.inode"), kMostText);
  out.text("filePermission", ecs.string("file.mode"), kMostText);
  out.text("oldFilePath", ecs.string("file.Ext.original.path"), kMostText);
  out.text("oldFileName", ecs.string("file.Ext.original.name"), kMostText);
}

void network(const JsonValue& ecs, Extension& out) {
  address(ecs.string("source.ip"), "src", "c6a2", "Source IPv6 Address", out);
  port("spt", ecs.number("source.port"), out);
  address(ecs.string("destination.ip"), "dst", "c6a3", "Destination IPv6 Address", out);
  port("dpt", ecs.number("destination.port"), out);
  const std::string_view direction = ecs.string("network.direction");
  const std::int64_t outbound = direction == "egress" ? 1 : 0;
  if (direction == "ingress" || outbound == 1) out.integer("deviceDirection", &outbound);
}

void customs(const JsonValue& ecs, Extension& out) {
  custom(1, "commandLine", ecs.string("process.command_line"), out);
  custom(2, "parentProcess",
         first_of(ecs.string("process.parent.executable"), ecs.string("process.parent.name")), out);
  custom(3, "containerId", ecs.string("container.id"), out);
  std::string techniques = joined(ecs, "threat.technique.id");
  if (const std::string subs = joined(ecs, "threat.technique.subtechnique.id"); !subs.empty()) {
    techniques += (techniques.empty() ? "" : ",") + subs;
  }
  custom(4, "attackTechniques", techniques, out);
  custom(5, "auditKeys", joined(ecs, "auditd.keys"), out);
  custom(6, "loginUser", first_of(ecs.string("user.audit.name"), ecs.string("user.audit.id")), out);
  custom(1, "alertSequence", ecs.number("event.sequence"), out);
  custom(2, "parentProcessId", ecs.number("process.parent.pid"), out);
  custom(3, "riskScore", ecs.number("event.risk_score"), out);
}

// Keys that the dictionary has no place for.
void ours(const JsonValue& ecs, Extension& out) {
  out.text("audispkubeReference", joined(ecs, "rule.reference"), kMostText);
  out.text("audispkubeTags", joined(ecs, "tags"), kMostText);
  if (const JsonValue::Array* events = ecs.array("events")) {
    std::string ids;
    for (const JsonValue& one : *events) {
      if (!ids.empty()) ids.push_back(',');
      ids += one.string("event.id");
    }
    out.text("audispkubeEventIds", ids, kMostText);
  }
  out.number("audispkubeSuppressed", ecs.number("audisp_kube.suppressed.count"));
  out.text("audispkubeShortened", ecs.string("labels.shortened"), kWordText);
  std::string cut = joined(ecs, "labels.truncated");
  if (!out.cut().empty()) cut += (cut.empty() ? "" : ",") + out.cut();
  out.text("audispkubeTruncated", cut, kMostText);
}

// Last, so that no value of an attacker's is: its spaces at the end would be lost.
void times(const JsonValue& ecs, Extension& out) {
  std::string_view first = ecs.string("@timestamp");
  if (const JsonValue::Array* events = ecs.array("events"); events != nullptr && !events->empty()) {
    first = first_of(events->front().string("@timestamp"), first);
  }
  out.time("start", first);
  out.time("end", ecs.string("@timestamp"));
  out.time("rt", first_of(ecs.string("event.created"), ecs.string("@timestamp")));
}

int severity(const JsonValue& ecs) {
  switch (gravity(ecs)) {
    case Gravity::informational:
      return 0;
    case Gravity::low:
      return 3;
    case Gravity::medium:
      return 6;
    case Gravity::high:
      return 8;
    case Gravity::critical:
      return 10;
  }
  return 0;
}

std::string header(const JsonValue& ecs) {
  std::string event_class(ecs.string("rule.id"));
  std::string name(ecs.string("rule.name"));
  if (event_class.empty()) {  // about ourselves
    event_class = joined(ecs, "event.action");
    if (event_class.empty())
      event_class = ecs.string("event.kind") == "metric" ? "status" : "event";
    name = "audisp-kube " + event_class;
  }
  if (name.empty()) name = event_class;
  return fmt::format("CEF:0|audisp-kube|audisp-kube|{}|{}|{}|{}|", AK_VERSION,
                     escape(fit(without_controls(event_class), kClassText), '|'),
                     escape(fit(without_controls(name), kNameText), '|'), severity(ecs));
}

}  // namespace

std::string to_cef(const JsonValue& ecs) {
  Extension extension;
  event(ecs, extension);
  actor(ecs, extension);
  file(ecs, extension);
  network(ecs, extension);
  customs(ecs, extension);
  ours(ecs, extension);
  times(ecs, extension);
  return header(ecs) + extension.pairs();
}

}  // namespace ak::alert
