// Writing JSON, one compact object a line (reading it: json_value.h). Strings are bytes and come
// out as valid UTF-8 (to_utf8) with every control character escaped: a value can end neither its
// string nor its line.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace ak {

// Call in JSON's own order: begin_object, (key, value)*, end_object. Misuse is a bug: asserted.
class JsonWriter {
 public:
  JsonWriter();
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void key(std::string_view name);
  void string(std::string_view bytes);
  void number(std::int64_t value);
  void real(double value);  // REQUIRES: finite
  void boolean(bool value);
  void null();

  // The text so far; after the outermost end_object a whole JSON value without a newline.
  [[nodiscard]] std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ak
