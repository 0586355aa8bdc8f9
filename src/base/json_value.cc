#include "base/json_value.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/json.h"
#include "base/limits.h"

namespace ak {
namespace {

// Builds the value that RapidJSON's reader tells of, and stops it when that nests too deep: our own
// destructor recurses.
class Builder {
 public:
  bool Null() { return add(std::monostate()); }
  bool Bool(bool value) { return add(value); }
  bool Int(int value) { return add(std::int64_t{value}); }
  bool Uint(unsigned value) { return add(std::int64_t{value}); }
  bool Int64(std::int64_t value) { return add(value); }
  bool Uint64(std::uint64_t value) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    if (value > kMost) return add(static_cast<double>(value));
    return add(static_cast<std::int64_t>(value));
  }
  bool Double(double value) { return add(value); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return add(std::string(text, size));
  }
  bool StartObject() { return open<JsonValue::Object>(); }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    std::get<JsonValue::Object>(open_.back()->data).emplace_back().key.assign(text, size);
    return true;
  }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool StartArray() { return open<JsonValue::Array>(); }
  bool EndArray(rapidjson::SizeType) { return close(); }

  JsonValue take() { return std::move(root_); }

 private:
  // Where the next value goes.
  JsonValue& place() {
    if (open_.empty()) return root_;
    if (auto* object = std::get_if<JsonValue::Object>(&open_.back()->data)) {
      return object->back().value;
    }
    return std::get<JsonValue::Array>(open_.back()->data).emplace_back();
  }

  template <typename T>
  bool add(T value) {
    place().data = std::move(value);
    return true;
  }

  template <typename T>
  bool open() {
    if (open_.size() == limits::kMaxJsonDepth) return false;
    JsonValue& container = place();
    container.data = T{};
    open_.push_back(&container);
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  JsonValue root_;
  // The containers that are not complete. Nothing is added beside one of them before it is, so
  // that they stay where they are.
  std::vector<JsonValue*> open_;
};

// "a.b.c" → "a", and `name` becomes "b.c".
std::string_view take_component(std::string_view& name) {
  const std::size_t dot = name.find('.');
  const std::string_view component = name.substr(0, dot);
  name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
  return component;
}

template <typename Object>
auto find_key(Object& object, std::string_view key) {
  return std::find_if(object.begin(), object.end(),
                      [&](const auto& member) { return member.key == key; });
}

template <typename T>
const T* as(const JsonValue* value) {
  return value == nullptr ? nullptr : std::get_if<T>(&value->data);
}

void write(const JsonValue& value, JsonWriter& writer) {
  if (const auto* flag = std::get_if<bool>(&value.data)) {
    writer.boolean(*flag);
  } else if (const auto* number = std::get_if<std::int64_t>(&value.data)) {
    writer.number(*number);
  } else if (const auto* real = std::get_if<double>(&value.data)) {
    writer.real(*real);
  } else if (const auto* text = std::get_if<std::string>(&value.data)) {
    writer.string(*text);
  } else if (const auto* array = std::get_if<JsonValue::Array>(&value.data)) {
    writer.begin_array();
    for (const JsonValue& element : *array) write(element, writer);
    writer.end_array();
  } else if (const auto* object = std::get_if<JsonValue::Object>(&value.data)) {
    writer.begin_object();
    for (const JsonMember& member : *object) {
      writer.key(member.key);
      write(member.value, writer);
    }
    writer.end_object();
  } else {
    writer.null();
  }
}

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const {
  const JsonValue* value = this;
  while (!name.empty()) {
    const auto* members = std::get_if<Object>(&value->data);
    if (members == nullptr) return nullptr;
    const auto member = find_key(*members, take_component(name));
    if (member == members->end()) return nullptr;
    value = &member->value;
  }
  return value;
}

std::string_view JsonValue::string(std::string_view name) const {
  const auto* text = as<std::string>(find(name));
  return text == nullptr ? std::string_view() : *text;
}

const std::int64_t* JsonValue::number(std::string_view name) const {
  return as<std::int64_t>(find(name));
}

const JsonValue::Array* JsonValue::array(std::string_view name) const {
  return as<Array>(find(name));
}

const JsonValue::Object* JsonValue::object(std::string_view name) const {
  return as<Object>(find(name));
}

std::vector<std::string_view> JsonValue::strings(std::string_view name) const {
  const JsonValue* value = find(name);
  if (const auto* text = as<std::string>(value)) return {*text};
  std::vector<std::string_view> texts;
  if (const auto* elements = as<Array>(value)) {
    for (const JsonValue& element : *elements) {
      if (const auto* text = as<std::string>(&element)) texts.emplace_back(*text);
    }
  }
  return texts;
}

void JsonValue::erase(std::string_view name) {
  JsonValue* value = this;
  while (auto* members = std::get_if<Object>(&value->data)) {
    const auto member = find_key(*members, take_component(name));
    if (member == members->end()) return;
    if (name.empty()) {
      members->erase(member);
      return;
    }
    value = &member->value;
  }
}

void JsonValue::set(std::string_view name, JsonValue value) {
  JsonValue* place = this;
  while (!name.empty()) {
    if (std::get_if<Object>(&place->data) == nullptr) place->data = Object{};
    auto& members = std::get<Object>(place->data);
    const std::string_view key = take_component(name);
    auto member = find_key(members, key);
    if (member == members.end()) {
      members.emplace_back().key = key;
      member = std::prev(members.end());
    }
    place = &member->value;
  }
  *place = std::move(value);
}

std::string JsonValue::text() const {
  JsonWriter writer;
  write(*this, writer);
  return writer.text();
}

Result<JsonValue> parse_json(std::string_view text) {
  // RapidJSON takes one for the end.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return Error{fmt::format("byte {}: not JSON", nul)};
  }
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
  rapidjson::Reader reader;
  Builder builder;
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (result.IsError()) {
    const std::string what = result.Code() == rapidjson::kParseErrorTermination
                                 ? "nested too deep"
                                 : rapidjson::GetParseError_En(result.Code());
    return Error{fmt::format("byte {}: {}", result.Offset(), what)};
  }
  return builder.take();
}

}  // namespace ak
