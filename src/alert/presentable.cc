#include "alert/presentable.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "alert/redact.h"
#include "base/limits.h"

namespace ak::alert {
namespace {

// A command line, and the arguments that it is made of.
struct CommandLine {
  Field text;
  Field arguments;
};
constexpr CommandLine kCommandLines[] = {
    {Field::process_command_line, Field::process_args},
    {Field::process_title, Field::process_args},
    {Field::process_parent_command_line, Field::process_parent_args},
};
constexpr Field kArgumentLists[] = {
    Field::process_args, Field::process_parent_args, Field::process_entry_leader_args,
    Field::process_session_leader_args, Field::process_group_leader_args};

// Our own words, or the kernel's: a credential that equals one of them is not to be found there.
bool is_fixed(Field field) {
  switch (field) {
    case Field::event_kind:
    case Field::event_category:
    case Field::event_type:
    case Field::event_action:
    case Field::event_outcome:
    case Field::event_module:
    case Field::event_dataset:
    case Field::event_id:
    case Field::host_os_type:
      return true;
    default:
      return false;
  }
}

const Arguments& arguments_of(const Event& event, Field field) {
  static const Arguments kNone;
  const Strings* held = event.strings(field);
  return held == nullptr ? kNone : *held;
}

void redact_other_values(const Redactor& redactor, Event& event) {
  for (const auto& [field, present] : event.fields()) {
    if (is_fixed(field)) continue;
    Value value = *present;
    if (auto* text = std::get_if<std::string>(&value)) {
      *text = redactor.redact_value(*text);
    } else if (auto* texts = std::get_if<Strings>(&value)) {
      for (std::string& element : *texts) element = redactor.redact_value(element);
    } else {
      continue;
    }
    event.set(field, std::move(value));
  }
}

void redact(const Event& original, const RedactRules* more, Event& event) {
  Redactor redactor(more);
  for (const Field field : kArgumentLists) redactor.learn(arguments_of(original, field));
  for (const CommandLine& line : kCommandLines) redactor.learn(original.string(line.text));

  redact_other_values(redactor, event);
  for (const CommandLine& line : kCommandLines) {
    if (original.find(line.text) == nullptr) continue;
    event.set(line.text,
              redactor.redact(original.string(line.text), arguments_of(original, line.arguments)));
  }
  for (const Field field : kArgumentLists) {
    if (original.strings(field) != nullptr) {
      event.set(field, redactor.redact(arguments_of(original, field)));
    }
  }
}

// Cuts a list to kMaxAlertArgs elements and kMaxAlertArgsBytes; a quarter of each is for its end.
bool cut_list(Strings& list) {
  std::size_t bytes = 0;
  for (const std::string& element : list) bytes += element.size();
  if (list.size() <= limits::kMaxAlertArgs && bytes <= limits::kMaxAlertArgsBytes) return false;

  const auto take = [&](auto begin, auto end, std::size_t max_count, std::size_t max_bytes) {
    std::size_t count = 0;
    std::size_t used = 0;
    for (auto i = begin; i != end && count < max_count && used + i->size() <= max_bytes; ++i) {
      used += i->size();
      ++count;
    }
    return count;
  };
  constexpr std::size_t kEndCount = limits::kMaxAlertArgs / 4;
  constexpr std::size_t kEndBytes = limits::kMaxAlertArgsBytes / 4;
  const std::size_t end = take(list.rbegin(), list.rend(), kEndCount, kEndBytes);
  const auto tail = list.end() - static_cast<std::ptrdiff_t>(end);
  const std::size_t begin = take(list.begin(), tail, limits::kMaxAlertArgs - kEndCount - 1,
                                 limits::kMaxAlertArgsBytes - kEndBytes);
  const std::size_t left_out = list.size() - begin - end;

  Strings kept(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(begin));
  kept.push_back(fmt::format("[…{} values left out…]", left_out));
  kept.insert(kept.end(), tail, list.end());
  list = std::move(kept);
  return true;
}

bool cut_value(Value& value) {
  const auto cut_string = [](std::string& text) {
    if (text.size() <= limits::kMaxAlertValueBytes) return false;
    text = cut_text(std::move(text), limits::kMaxAlertValueBytes);
    return true;
  };
  if (auto* text = std::get_if<std::string>(&value)) return cut_string(*text);
  auto* texts = std::get_if<Strings>(&value);
  if (texts == nullptr) return false;
  bool cut = false;
  for (std::string& element : *texts) cut = cut_string(element) || cut;
  return cut_list(*texts) || cut;
}

}  // namespace

std::string cut_text(std::string text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  constexpr std::size_t kMarkerBytes = 48;  // of the longest " […N bytes left out…] "
  const std::size_t end = max_bytes / 4;
  const std::size_t begin = max_bytes - end - kMarkerBytes;
  // Not within a character: UTF-8's later bytes are 10xxxxxx.
  const auto is_later = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  std::size_t head = begin;
  while (head > 0 && head + 3 > begin && is_later(head)) --head;
  std::size_t tail = text.size() - end;
  while (tail + end < text.size() + 3 && is_later(tail)) ++tail;
  return fmt::format("{} […{} bytes left out…] {}", std::string_view(text).substr(0, head),
                     tail - head, std::string_view(text).substr(tail));
}

Presentable presentable(const Event& event, const FormatOptions& options) {
  Presentable out{event, {}};
  if (options.redact) redact(event, options.redact_more.get(), out.event);
  for (const auto& [field, present] : out.event.fields()) {
    Value value = *present;
    if (!cut_value(value)) continue;
    out.cut.emplace_back(field_info(field).name);
    out.event.set(field, std::move(value));
  }
  return out;
}

}  // namespace ak::alert
