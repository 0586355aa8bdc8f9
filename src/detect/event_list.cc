#include "detect/event_list.h"

#include <optional>
#include <utility>
#include <variant>

#include "base/limits.h"
#include "event/schema.h"

namespace ak::detect {
namespace {

constexpr std::size_t kMaxFieldNameBytes = 256;
constexpr std::size_t kMaxFields = 4096;
// Of the smallest events, so many would be in a state of limits::kMaxSequenceBytes.
constexpr std::size_t kMaxEvents = 1024 * 1024;

enum class Kind : std::uint8_t { boolean, number, text, texts };
constexpr auto kLastKind = static_cast<std::uint64_t>(Kind::texts);

void save(const Value& value, ByteWriter& out) {
  out.number(value.index());
  if (const auto* flag = std::get_if<bool>(&value)) out.boolean(*flag);
  if (const auto* number = std::get_if<std::int64_t>(&value)) out.integer(*number);
  if (const auto* text = std::get_if<std::string>(&value)) out.text(*text);
  if (const auto* texts = std::get_if<Strings>(&value)) {
    out.number(texts->size());
    for (const std::string& text : *texts) out.text(text);
  }
}

Value load_value(ByteReader& in) {
  switch (static_cast<Kind>(in.number(kLastKind))) {
    case Kind::boolean:
      return in.boolean();
    case Kind::number:
      return in.integer();
    case Kind::text:
      return std::string(in.text());
    case Kind::texts:
      break;
  }
  Strings texts(in.count(limits::kMaxArgs));
  for (std::string& text : texts) text = in.text();
  return texts;
}

// The kind of a value that the field can have.
Kind kind_of(Field field) {
  const FieldInfo& info = field_info(field);
  if (info.type == FieldType::boolean) return Kind::boolean;
  if (info.type == FieldType::number || info.type == FieldType::date) return Kind::number;
  return info.many ? Kind::texts : Kind::text;
}

void save(const Event& event, ByteWriter& out) {
  out.integer(event.time);
  out.number(event.serial);
  out.boolean(event.partial);
  const auto fields = event.fields();
  out.number(fields.size());
  for (const auto& [field, value] : fields) {
    out.number(static_cast<std::uint64_t>(field));
    save(*value, out);
  }
}

EventPtr load_event(ByteReader& in, const std::vector<std::optional<Field>>& fields) {
  auto event = std::make_shared<Event>();
  event->time = in.integer();
  event->serial = in.number();
  event->partial = in.boolean();
  const std::size_t count = in.count(fields.size());
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    const std::uint64_t number = in.number();
    Value value = load_value(in);
    if (number >= fields.size()) in.fail();
    if (in.failed() || !fields[number]) continue;
    const auto kind = static_cast<Kind>(value.index());
    if (kind == kind_of(*fields[number])) event->set(*fields[number], std::move(value));
  }
  return event;
}

}  // namespace

std::uint64_t EventList::number_of(const EventPtr& event) {
  const auto [place, is_new] = numbers_.emplace(event.get(), events_.size());
  if (is_new) events_.push_back(event);
  return place->second;
}

void EventList::save(ByteWriter& out) const {
  out.number(kFieldCount);
  for (std::size_t i = 0; i < kFieldCount; ++i) out.text(field_info(static_cast<Field>(i)).name);
  out.number(events_.size());
  for (const EventPtr& event : events_) ak::detect::save(*event, out);
}

bool EventList::load(ByteReader& in) {
  std::vector<std::optional<Field>> fields(in.count(kMaxFields));
  for (std::optional<Field>& field : fields) field = find_field(in.text(kMaxFieldNameBytes));
  const std::size_t count = in.count(kMaxEvents);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    events_.push_back(load_event(in, fields));
  }
  return !in.failed();
}

EventPtr EventList::read(ByteReader& in) const {
  const std::uint64_t number = in.number();
  if (number >= events_.size()) in.fail();
  return in.failed() ? nullptr : events_[number];
}

}  // namespace ak::detect
