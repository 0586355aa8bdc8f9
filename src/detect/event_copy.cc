#include "detect/event_copy.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/limits.h"
#include "base/text.h"

namespace ak::detect {
namespace {

std::size_t bytes_of(const Value& value) {
  std::size_t bytes = sizeof(std::pair<Field, Value>);
  if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
  if (const auto* texts = std::get_if<Strings>(&value)) {
    for (const std::string& text : *texts) bytes += sizeof(std::string) + text.size();
  }
  return bytes;
}

// True if something was cut.
bool cut(Value& value) {
  if (auto* text = std::get_if<std::string>(&value)) {
    if (text->size() <= limits::kMaxKeptValueBytes) return false;
    text->resize(limits::kMaxKeptValueBytes);
    return true;
  }
  auto* texts = std::get_if<Strings>(&value);
  if (texts == nullptr) return false;
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (; count < texts->size(); ++count) {
    bytes += sizeof(std::string) + (*texts)[count].size();
    if (bytes > limits::kMaxKeptValueBytes) break;
  }
  if (count == texts->size()) return false;
  texts->resize(count);
  return true;
}

struct CommandLine {
  Field arguments, text;
};
constexpr CommandLine kCommandLines[] = {
    {Field::process_args, Field::process_command_line},
    {Field::process_args, Field::process_title},
    {Field::process_parent_args, Field::process_parent_command_line},
};

}  // namespace

std::size_t bytes_of(const Event& event) {
  std::size_t bytes = sizeof(Event);
  for (const auto& [field, value] : event.fields()) bytes += bytes_of(*value);
  return bytes;
}

EventCopy keep(const EventPtr& event) {
  std::vector<std::pair<Field, Value>> changes;
  for (const auto& [field, value] : event->fields()) {
    if (bytes_of(*value) <= limits::kMaxKeptValueBytes) continue;
    Value shorter = *value;
    if (cut(shorter)) changes.emplace_back(field, std::move(shorter));
  }
  if (changes.empty()) return {event, bytes_of(*event)};
  auto copy = std::make_shared<Event>(*event);
  for (auto& [field, value] : changes) copy->set(field, std::move(value));
  for (const CommandLine& line : kCommandLines) {
    const Strings* left = copy->strings(line.arguments);
    const Strings* all = event->strings(line.arguments);
    if (left == nullptr || left->size() == all->size() || copy->find(line.text) == nullptr)
      continue;
    copy->set(line.text, join(*left, " "));
  }
  const std::size_t bytes = bytes_of(*copy);
  return {std::move(copy), bytes};
}

}  // namespace ak::detect
