#include "detect/suppressor.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace ak::detect {
namespace {

// Elastic's rules run every five minutes where they do not say otherwise, and without a duration
// suppress within one run.
constexpr TimeMs kOneSearchMs = 5LL * 60 * 1000;

// Each part with its length, so that no two lists of parts make the same key.
void append(std::string& key, char kind, std::string_view part) {
  key += kind;
  key += std::to_string(part.size());
  key += ':';
  key += part;
}

void append_value(std::string& key, const Value* value) {
  if (value == nullptr) {
    append(key, '0', "");
  } else if (const auto* boolean = std::get_if<bool>(value)) {
    append(key, 'b', *boolean ? "1" : "0");
  } else if (const auto* number = std::get_if<std::int64_t>(value)) {
    append(key, 'n', std::to_string(*number));
  } else if (const auto* text = std::get_if<std::string>(value)) {
    append(key, 's', *text);
  } else {
    // The same values, in whatever order, are the same group.
    Strings texts = std::get<Strings>(*value);
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    append(key, 'l', std::to_string(texts.size()));
    for (const std::string& one : texts) append(key, 's', one);
  }
}

std::optional<std::string> own_key(const Rule& rule, const Event& event) {
  std::string key;
  append(key, 'r', rule.id);
  for (const std::string& name : rule.suppression->group_by) {
    const std::optional<Field> field = find_field(name);
    const Value* value = field ? event.find(*field) : nullptr;
    if (value == nullptr && !rule.suppression->groups_missing) return std::nullopt;
    append_value(key, value);
  }
  return key;
}

// Without a known process nothing tells that it is the same one's doing.
std::optional<std::string> default_key(const Rule& rule, const Event& event) {
  const Value* process = event.find(Field::process_entity_id);
  if (process == nullptr) return std::nullopt;
  std::string key;
  append(key, 'd', rule.id);
  append_value(key, process);
  append_value(key, event.find(Field::file_path));
  return key;
}

bool is_within(TimeMs a, TimeMs b, TimeMs window_ms) {
  const auto [low, high] = std::minmax(a, b);
  return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) <
         static_cast<std::uint64_t>(window_ms);
}

}  // namespace

std::optional<AlertGroup> group_of(const Rule& rule, const Event& event, TimeMs default_window_ms) {
  const bool is_own = rule.suppression.has_value();
  const TimeMs window_ms =
      is_own ? rule.suppression->duration_ms.value_or(kOneSearchMs) : default_window_ms;
  if (window_ms <= 0) return std::nullopt;
  std::optional<std::string> key = is_own ? own_key(rule, event) : default_key(rule, event);
  if (!key || key->size() > limits::kMaxGroupKeyBytes) return std::nullopt;
  return AlertGroup{std::move(*key), window_ms};
}

Suppressor::Suppressor(Counters& counters, std::size_t max_groups, std::size_t max_bytes)
    : counters_(counters), max_groups_(max_groups), max_bytes_(max_bytes) {}

bool Suppressor::repeats(const AlertGroup& group, TimeMs time) {
  auto* entry = groups_.find(group.key);
  if (entry == nullptr || !is_within(entry->state.raised, time, group.window_ms)) return false;
  entry->state.held_back.add(time);
  return true;
}

HeldBack Suppressor::raise(const AlertGroup& group, TimeMs time) {
  auto& entry = groups_.touch(group.key, {time, 0});
  entry.state.raised = time;
  entry.state.window_ms = group.window_ms;
  groups_.count(entry);
  const HeldBack told = std::exchange(entry.state.held_back, {});
  make_room(time);
  return told;
}

// The oldest make room. Nothing is lost with one whose window is over and that holds nothing back.
void Suppressor::make_room(TimeMs now) {
  while (groups_.size() > max_groups_ || (groups_.bytes() > max_bytes_ && groups_.size() > 1)) {
    auto& oldest = *groups_.oldest();
    const State& state = oldest.state;
    if (state.held_back.count > 0 || is_within(state.raised, now, state.window_ms)) {
      ++counters_.evicted_groups;
    }
    groups_.erase(oldest);
  }
}

std::vector<Suppressor::Group> Suppressor::save() const {
  std::vector<Group> saved;
  saved.reserve(groups_.size());
  for (const auto& entry : groups_.entries()) {
    saved.push_back({entry.key, entry.state.raised, entry.state.window_ms, entry.state.held_back});
  }
  return saved;
}

void Suppressor::restore(const std::vector<Group>& groups) {
  groups_ = {};
  for (const Group& group : groups) {
    auto& entry = groups_.touch(group.key, {group.raised, 0});
    entry.state = {group.raised, group.window_ms, group.held_back};
    groups_.count(entry);
    make_room(group.raised);
  }
}

}  // namespace ak::detect
