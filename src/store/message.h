// What is delivered: an alert, or a document about ourselves. A plain value.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"
#include "detect/rule.h"

namespace ak::store {

enum class MessageKind {
  alert = 0,
  notice = 1,     // about ourselves: what was lost
  heartbeat = 2,  // only the newest is kept undelivered
};

struct Message {
  std::string json;  // one ECS object, no newline
  detect::RuleSeverity severity = detect::RuleSeverity::low;
  std::string rule_id;   // of an alert
  std::string event_id;  // of an alert; (event_id, rule_id) is what makes a duplicate recognisable
  TimeMs created = 0;
  MessageKind kind = MessageKind::alert;
  std::uint64_t sequence = 0;  // an alert's event.sequence
  // Of messages of one topic only the newest is kept undelivered. Empty: no topic. A heartbeat
  // needs none.
  std::string topic{};
};

inline std::string topic_of(const Message& message) {
  const bool is_heartbeat = message.kind == MessageKind::heartbeat;
  return is_heartbeat && message.topic.empty() ? "heartbeat" : message.topic;
}

// What decides whether a sink wants a message, and what is known of one that was dropped.
struct MessageHead {
  MessageKind kind = MessageKind::alert;
  detect::RuleSeverity severity = detect::RuleSeverity::low;
  std::string rule_id;
};

inline MessageHead head_of(const Message& message) {
  return {message.kind, message.severity, message.rule_id};
}

// A message with its place in the order of all.
struct Row {
  std::int64_t seq = 0;
  Message message;
};

struct RowHead {
  std::int64_t seq = 0;
  MessageHead head;
};

}  // namespace ak::store
