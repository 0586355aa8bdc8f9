#include "base/json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "base/text.h"

namespace ak {

struct JsonWriter::Impl {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};

  static rapidjson::SizeType size(std::string_view text) {
    return static_cast<rapidjson::SizeType>(text.size());
  }
};

JsonWriter::JsonWriter() : impl_(std::make_unique<Impl>()) {}
JsonWriter::~JsonWriter() = default;

void JsonWriter::begin_object() {
  impl_->writer.StartObject();
}
void JsonWriter::end_object() {
  impl_->writer.EndObject();
}
void JsonWriter::begin_array() {
  impl_->writer.StartArray();
}
void JsonWriter::end_array() {
  impl_->writer.EndArray();
}

void JsonWriter::key(std::string_view name) {
  impl_->writer.Key(name.data(), Impl::size(name));
}

void JsonWriter::string(std::string_view bytes) {
  const std::string valid = to_utf8(bytes);
  impl_->writer.String(valid.data(), Impl::size(valid));
}

void JsonWriter::number(std::int64_t value) {
  impl_->writer.Int64(value);
}
void JsonWriter::real(double value) {
  impl_->writer.Double(value);
}
void JsonWriter::null() {
  impl_->writer.Null();
}
void JsonWriter::boolean(bool value) {
  impl_->writer.Bool(value);
}

std::string JsonWriter::text() const {
  return {impl_->buffer.GetString(), impl_->buffer.GetSize()};
}

}  // namespace ak
