// ECS JSON out of dotted names: "process.parent.name" becomes {"process":{"parent":{"name":…}}}.
// A document takes an event's fields and whatever else its writer knows (rule.id, message,
// threat…), in any order, and nests them when it is written.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "event/event.h"

namespace ak {

// An object under construction. Keys come out in the order in which they were first set, so equal
// calls give equal bytes. Names are the program's own, never an attacker's.
class EcsDocument {
 public:
  // Sets the field of that dotted name; an earlier value is replaced and keeps its place. Strings
  // come out as an array whatever their number, int64 as a number: a date is set as text
  // (format_time). A name that runs through an earlier value ("a", then "a.b") replaces it.
  void set(std::string_view name, Value value);

  // Sets an array of objects: "threat", a sequence's "events".
  void set(std::string_view name, std::vector<EcsDocument> objects);

  // Takes the field out, with everything under it. Nothing happens if it is not there.
  void erase(std::string_view name);

  // May change an event's value on its way into the document (redact it, cut it). The value given
  // is a copy; its kind must stay.
  using Edit = std::function<void(Field, Value&)>;

  // Sets every present field of the event, dates as text; `edit` may be empty.
  void add(const Event& event, const Edit& edit = {});

  // Sets what the event has beside its fields; where it tells a field otherwise, both.
  void add(const Extra& extra);

  // One JSON object without a newline.
  [[nodiscard]] std::string text() const;

 private:
  struct Node {
    enum class Kind { value, object, list };

    std::string key;
    Kind kind = Kind::object;
    Value value;                 // value only
    std::vector<Node> children;  // object: its keys; list: its objects, without keys
  };

  Node& place(std::string_view name);
  void join(std::string_view name, const Value& value);
  static void write(const Node& node, JsonWriter& writer);

  Node root_;
};

// The event, with what it has beside its fields, as one JSON object without a newline (what
// `audisp-kube events` prints).
std::string to_json(const Event& event);

}  // namespace ak
