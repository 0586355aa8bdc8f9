#include "alert/ocsf.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "alert/ocsf_attacks.h"
#include "alert/ocsf_objects.h"
#include "alert/severity.h"
#include "base/time.h"

namespace ak::alert {
namespace {

constexpr std::string_view kSchemaVersion = "1.3.0";

// What the finding says in attributes of its own; the rest of the ECS document is `unmapped`.
constexpr std::array<std::string_view, 44> kMapped = {
    "@timestamp",
    "message",
    "ecs",
    "log",
    "event.id",
    "event.category",
    "event.type",
    "event.action",
    "event.outcome",
    "event.kind",
    "event.created",
    "event.sequence",
    "event.severity",
    "event.risk_score",
    "event.module",
    "event.dataset",
    "rule.id",
    "rule.name",
    "rule.description",
    "threat",
    "related",
    "events",
    "tags",
    "labels.shortened",
    "host",
    "container.id",
    "process.pid",
    "process.entity_id",
    "process.name",
    "process.executable",
    "process.command_line",
    "process.tty",
    "process.parent.pid",
    "process.parent.entity_id",
    "process.parent.name",
    "process.parent.executable",
    "process.parent.command_line",
    "user.name",
    "user.id",
    "user.effective",
    "group",
    "file.path",
    "file.owner",
    "auditd.session",
};

TimeMs time_of(const JsonValue& ecs, std::string_view name, TimeMs otherwise) {
  return parse_time(ecs.string(name)).value_or(otherwise);
}

std::string uid_of(const JsonValue& ecs) {
  const std::string_view event = ecs.string("event.id");
  const std::string_view rule = ecs.string("rule.id");
  if (event.empty() || rule.empty()) return std::string(event.empty() ? rule : event);
  return fmt::format("{}/{}", event, rule);
}

JsonValue texts(const JsonValue& ecs, std::string_view name) {
  JsonValue::Array all;
  for (const std::string_view text : ecs.strings(name)) all.emplace_back(text);
  return all.empty() ? JsonValue() : JsonValue(std::move(all));
}

JsonValue product() {
  JsonValue out;
  out.set("name", "audisp-kube");
  out.set("vendor_name", "audisp-kube");
  out.set("version", AK_VERSION);
  return out;
}

JsonValue metadata(const JsonValue& ecs) {
  JsonValue out;
  out.set("version", kSchemaVersion);
  out.set("product", product());
  set_present(out, "uid", std::string_view(uid_of(ecs)));
  set_present(out, "event_code", ecs.string("rule.id"));
  out.set("log_name", "audit.log");
  out.set("log_provider", "auditd");
  set_present(out, "log_level", ecs.string("log.level"));
  if (const auto created = parse_time(ecs.string("event.created"))) {
    out.set("logged_time", *created);
  }
  set_present(out, "original_time", ecs.string("@timestamp"));
  if (const std::int64_t* sequence = ecs.number("event.sequence")) out.set("sequence", *sequence);
  out.set("profiles", JsonValue::Array{JsonValue("host")});
  JsonValue labels = texts(ecs, "tags");
  if (ecs.string("labels.shortened") == "true") {
    if (is_null(labels)) labels.data = JsonValue::Array();
    std::get<JsonValue::Array>(labels.data).emplace_back("shortened");
  }
  set_present(out, "labels", std::move(labels));
  return out;
}

struct Severity {
  std::int64_t id;
  std::string_view caption;
};
Severity severity(const JsonValue& ecs) {
  switch (gravity(ecs)) {
    case Gravity::informational:
      return {1, "Informational"};
    case Gravity::low:
      return {2, "Low"};
    case Gravity::medium:
      return {3, "Medium"};
    case Gravity::high:
      return {4, "High"};
    case Gravity::critical:
      return {5, "Critical"};
  }
  return {0, "Unknown"};
}

struct Class {
  std::int64_t category, uid, activity;
  std::string_view category_name, name, activity_name;
};

JsonValue begin(const JsonValue& ecs, const Class& the) {
  JsonValue out;
  out.set("category_uid", the.category);
  out.set("category_name", the.category_name);
  out.set("class_uid", the.uid);
  out.set("class_name", the.name);
  out.set("activity_id", the.activity);
  out.set("activity_name", the.activity_name);
  out.set("type_uid", the.uid * 100 + the.activity);
  out.set("type_name", fmt::format("{}: {}", the.name, the.activity_name));
  out.set("time", time_of(ecs, "@timestamp", time_of(ecs, "event.created", 0)));
  const Severity grave = severity(ecs);
  out.set("severity_id", grave.id);
  out.set("severity", grave.caption);
  set_present(out, "message", ecs.string("message"));
  out.set("metadata", metadata(ecs));
  set_present(out, "device", ocsf_device(ecs));
  return out;
}

TimeMs first_seen(const JsonValue& ecs, TimeMs last) {
  const JsonValue::Array* events = ecs.array("events");
  if (events == nullptr || events->empty()) return last;
  return std::min(last, time_of(events->front(), "@timestamp", last));
}

JsonValue finding_info(const JsonValue& ecs, TimeMs first, TimeMs last) {
  const std::string_view id = ecs.string("rule.id");
  const std::string_view name = ecs.string("rule.name");
  JsonValue out;
  const std::string uid = uid_of(ecs);
  out.set("uid", uid.empty() ? std::string("unknown") : uid);
  out.set("title", !name.empty() ? name : !id.empty() ? id : std::string_view("alert"));
  set_present(out, "desc", ecs.string("rule.description"));
  set_present(out, "types", texts(ecs, "event.category"));
  JsonValue analytic;
  set_present(analytic, "uid", id);
  set_present(analytic, "name", name);
  if (!is_null(analytic)) {
    analytic.set("type_id", std::int64_t{1});
    analytic.set("type", "Rule");
    out.set("analytic", std::move(analytic));
  }
  set_present(out, "attacks", ocsf_attacks(ecs));
  set_present(out, "created_time", JsonValue(time_of(ecs, "event.created", last)));
  out.set("first_seen_time", first);
  out.set("last_seen_time", last);
  const std::vector<std::string_view> references = ecs.strings("rule.reference");
  if (!references.empty()) set_present(out, "src_url", references.front());
  out.set("data_sources", JsonValue::Array{JsonValue("auditd")});
  return out;
}

JsonValue::Array evidences(const JsonValue& ecs) {
  JsonValue::Array all;
  const JsonValue::Array* events = ecs.array("events");
  if (events != nullptr) {
    for (const JsonValue& event : *events) all.push_back(ocsf_evidence(event));
  }
  if (all.empty()) all.push_back(ocsf_evidence(ecs));
  return all;
}

void observe(JsonValue::Array& all, std::string_view name, std::int64_t type_id,
             std::string_view type, std::string_view value) {
  if (value.empty()) return;
  JsonValue observable;
  observable.set("name", name);
  observable.set("type_id", type_id);
  observable.set("type", type);
  observable.set("value", value);
  all.push_back(std::move(observable));
}

// `finding` has its device and evidences. The names point into it.
JsonValue::Array observables(const JsonValue& finding) {
  JsonValue::Array all;
  observe(all, "device.hostname", 1, "Hostname", finding.string("device.hostname"));
  std::size_t number = 0;
  for (const JsonValue& evidence : *finding.array("evidences")) {
    const auto add = [&](std::string_view path, std::int64_t type_id, std::string_view type) {
      observe(all, fmt::format("evidences[{}].{}", number, path), type_id, type,
              evidence.string(path));
    };
    add("actor.user.name", 4, "User Name");
    add("process.name", 9, "Process Name");
    add("process.cmd_line", 13, "Command Line");
    add("actor.process.name", 9, "Process Name");
    add("file.name", 7, "File Name");
    add("src_endpoint.ip", 2, "IP Address");
    add("dst_endpoint.ip", 2, "IP Address");
    ++number;
  }
  return all;
}

JsonValue resource(std::string_view type, std::string_view name, std::string_view uid) {
  JsonValue out;
  set_present(out, "name", name);
  set_present(out, "uid", uid);
  if (!is_null(out)) out.set("type", type);
  return out;
}

JsonValue::Array resources(const JsonValue& ecs) {
  JsonValue::Array all;
  for (JsonValue& one : std::array{
           resource("Node", ecs.string("host.name"), ecs.string("host.id")),
           resource("Container", "", ecs.string("container.id")),
           resource("File", ecs.string("file.path"), ""),
       }) {
    if (!is_null(one)) all.push_back(std::move(one));
  }
  return all;
}

void prune(JsonValue& value) {
  auto* members = std::get_if<JsonValue::Object>(&value.data);
  if (members == nullptr) return;
  for (JsonMember& member : *members) prune(member.value);
  members->erase(std::remove_if(members->begin(), members->end(),
                                [](const JsonMember& member) {
                                  const auto* inner =
                                      std::get_if<JsonValue::Object>(&member.value.data);
                                  return inner != nullptr && inner->empty();
                                }),
                 members->end());
}

JsonValue unmapped(JsonValue ecs) {
  for (const std::string_view name : kMapped) ecs.erase(name);
  prune(ecs);
  return ecs.object("")->empty() ? JsonValue() : ecs;
}

std::string finding(const JsonValue& ecs) {
  JsonValue out = begin(ecs, {2, 2004, 1, "Findings", "Detection Finding", "Create"});
  const TimeMs last = *out.number("time");
  const TimeMs first = first_seen(ecs, last);
  out.set("status_id", std::int64_t{1});
  out.set("status", "New");
  out.set("finding_info", finding_info(ecs, first, last));
  if (const std::int64_t* score = ecs.number("event.risk_score")) out.set("risk_score", *score);
  if (const JsonValue::Array* events = ecs.array("events")) {
    out.set("count", static_cast<std::int64_t>(events->size()));
    out.set("start_time", first);
    out.set("end_time", last);
  }
  out.set("evidences", evidences(ecs));
  if (JsonValue::Array all = observables(out); !all.empty()) out.set("observables", std::move(all));
  if (JsonValue::Array all = resources(ecs); !all.empty()) out.set("resources", std::move(all));
  set_present(out, "unmapped", unmapped(ecs));
  return out.text();
}

std::string about_ourselves(const JsonValue& ecs) {
  const std::vector<std::string_view> actions = ecs.strings("event.action");
  std::string_view activity = actions.empty() ? std::string_view() : actions.front();
  if (activity.empty()) activity = ecs.string("event.kind") == "metric" ? "status" : "event";
  JsonValue out =
      begin(ecs, {6, 6002, 99, "Application Activity", "Application Lifecycle", activity});
  out.set("app", product());
  set_present(out, "unmapped", unmapped(ecs));
  return out.text();
}

}  // namespace

std::string to_ocsf(const JsonValue& ecs) {
  const bool alert = ecs.object("rule") != nullptr || ecs.string("event.kind") == "alert";
  return alert ? finding(ecs) : about_ourselves(ecs);
}

}  // namespace ak::alert
