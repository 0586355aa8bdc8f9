// JSON as a value: what was read from a text, or what is to be written. An object keeps its keys in
// their order, so that equal documents are equal texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace ak {

struct JsonMember;

struct JsonValue {
  using Array = std::vector<JsonValue>;
  using Object = std::vector<JsonMember>;

  // A number without a fraction that fits is an int64, any other a double.
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data;

  // Defined below, where a member is complete.
  JsonValue() = default;              // null
  JsonValue(bool value);              // NOLINT(*-explicit-*)
  JsonValue(std::int64_t value);      // NOLINT(*-explicit-*)
  JsonValue(double value);            // NOLINT(*-explicit-*)
  JsonValue(std::string value);       // NOLINT(*-explicit-*)
  JsonValue(std::string_view value);  // NOLINT(*-explicit-*)
  JsonValue(const char* value);       // NOLINT(*-explicit-*)
  JsonValue(Array value);             // NOLINT(*-explicit-*)
  JsonValue(Object value);            // NOLINT(*-explicit-*)

  // The value under a dotted name ("process.parent.name"), nullptr when it is not there. A key that
  // occurs twice is found where it stands first.
  [[nodiscard]] const JsonValue* find(std::string_view name) const;

  // The same, of that kind; "" / nullptr when missing or of another kind.
  [[nodiscard]] std::string_view string(std::string_view name) const;
  [[nodiscard]] const std::int64_t* number(std::string_view name) const;
  [[nodiscard]] const Array* array(std::string_view name) const;
  [[nodiscard]] const Object* object(std::string_view name) const;

  // The texts of an array, or the one text; others are left out.
  [[nodiscard]] std::vector<std::string_view> strings(std::string_view name) const;

  // Takes the value under a dotted name out. Nothing happens if it is not there.
  void erase(std::string_view name);

  // Sets the value under a dotted name; what is missing on the way, or is no object, becomes one.
  void set(std::string_view name, JsonValue value);

  // Compact, one line. Strings as JsonWriter writes them.
  [[nodiscard]] std::string text() const;
};

struct JsonMember {
  std::string key;
  JsonValue value;
};

inline JsonValue::JsonValue(bool value) : data(value) {}
inline JsonValue::JsonValue(std::int64_t value) : data(value) {}
inline JsonValue::JsonValue(double value) : data(value) {}
inline JsonValue::JsonValue(std::string value) : data(std::move(value)) {}
inline JsonValue::JsonValue(std::string_view value) : data(std::string(value)) {}
inline JsonValue::JsonValue(const char* value) : data(std::string(value)) {}
inline JsonValue::JsonValue(Array value) : data(std::move(value)) {}
inline JsonValue::JsonValue(Object value) : data(std::move(value)) {}

// The whole of `text`, which is UTF-8 and nests at most limits::kMaxJsonDepth deep.
Result<JsonValue> parse_json(std::string_view text);

}  // namespace ak
