// One ECS event as a plain value: what queries are evaluated on and what alerts carry.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "event/schema.h"

namespace ak {

// keyword and ip: string; date: TimeMs as int64; a field with several values: a list of strings.
using Strings = std::vector<std::string>;
using Value = std::variant<bool, std::int64_t, std::string, Strings>;

// What no field holds, for who prints whole events: outside the schema, so that no query sees it.
struct Extra {
  using Fields = std::vector<std::pair<std::string, Value>>;

  Fields fields;                // under their dotted names
  std::vector<Fields> records;  // auditd.records: an object each
};

// Fields are found in constant time and cost memory only when present.
class Event {
 public:
  // The field's value, nullptr when it is missing. Valid until the event is next changed. What is
  // the same for every event (data_stream.dataset) is there without being set.
  [[nodiscard]] const Value* find(Field field) const {
    const std::uint8_t slot = slot_[static_cast<std::size_t>(field)];
    if (slot != 0) return &values_[slot - 1U].second;
    return field == Field::data_stream_dataset ? constant_dataset() : nullptr;
  }

  // The same, of that kind; "" / nullptr when missing or of another kind.
  [[nodiscard]] std::string_view string(Field field) const;
  [[nodiscard]] const std::int64_t* number(Field field) const;
  [[nodiscard]] const Strings* strings(Field field) const;

  void set(Field field, Value value);                 // replaces
  void set_nonempty(Field field, std::string value);  // a missing text stays missing
  void add(Field field, std::string value);           // appends to a several-valued field
  void erase(Field field);

  // Present fields in the schema's order, without what is the same for every event.
  [[nodiscard]] std::vector<std::pair<Field, const Value*>> fields() const;

  // The order of events on one host: time, then serial.
  TimeMs time = 0;
  std::uint64_t serial = 0;
  bool partial = false;  // records of it are known to be missing

  // nullptr unless it was asked for (NormalizeOptions). Shared by the copies of an event.
  std::shared_ptr<const Extra> extra;

 private:
  static const Value* constant_dataset();

  std::array<std::uint8_t, kFieldCount> slot_{};  // 1 + index into values_; 0: missing
  std::vector<std::pair<Field, Value>> values_;
};

}  // namespace ak
