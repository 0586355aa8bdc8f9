#include "event/event.h"

#include <limits>

namespace ak {

static_assert(kFieldCount < std::numeric_limits<std::uint8_t>::max(), "slot_ counts in bytes");

const Value* Event::constant_dataset() {
  static const Value dataset = std::string("auditd_manager.auditd");
  return &dataset;
}

std::string_view Event::string(Field field) const {
  const Value* value = find(field);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? std::string_view{} : std::string_view(*text);
}

const std::int64_t* Event::number(Field field) const {
  const Value* value = find(field);
  return value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
}

const Strings* Event::strings(Field field) const {
  const Value* value = find(field);
  return value == nullptr ? nullptr : std::get_if<Strings>(value);
}

void Event::set(Field field, Value value) {
  std::uint8_t& slot = slot_[static_cast<std::size_t>(field)];
  if (slot != 0) {
    values_[slot - 1U].second = std::move(value);
    return;
  }
  values_.emplace_back(field, std::move(value));
  slot = static_cast<std::uint8_t>(values_.size());
}

void Event::set_nonempty(Field field, std::string value) {
  if (!value.empty()) set(field, std::move(value));
}

void Event::add(Field field, std::string value) {
  const std::uint8_t slot = slot_[static_cast<std::size_t>(field)];
  Strings* held = slot == 0 ? nullptr : std::get_if<Strings>(&values_[slot - 1U].second);
  if (held != nullptr) {
    held->push_back(std::move(value));
  } else {
    set(field, Strings{std::move(value)});
  }
}

void Event::erase(Field field) {
  std::uint8_t& slot = slot_[static_cast<std::size_t>(field)];
  if (slot == 0) return;
  if (slot != values_.size()) {
    values_[slot - 1U] = std::move(values_.back());
    slot_[static_cast<std::size_t>(values_[slot - 1U].first)] = slot;
  }
  values_.pop_back();
  slot = 0;
}

std::vector<std::pair<Field, const Value*>> Event::fields() const {
  std::vector<std::pair<Field, const Value*>> present;
  present.reserve(values_.size());
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    if (slot_[i] != 0) present.emplace_back(static_cast<Field>(i), &values_[slot_[i] - 1U].second);
  }
  return present;
}

}  // namespace ak
