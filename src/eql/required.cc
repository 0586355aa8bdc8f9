#include "eql/required.h"

#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "eql/pattern_key.h"

namespace ak::eql {
namespace {

using ByField = std::map<Field, RequiredText>;

// More pieces than that hold back few events, and nested lists would copy them again and again.
constexpr std::size_t kMaxPieces = 4096;

// How many events a piece may hold back, roughly: the less the better.
std::size_t looseness(const Piece& piece) {
  if (piece.place == Place::whole) return 1;
  constexpr std::size_t kShort = 4;
  return piece.text.size() < kShort ? 64 : 4;
}

std::size_t looseness(const RequiredText& required) {
  std::size_t sum = 0;
  for (const Piece& piece : required.pieces) sum += looseness(piece);
  return sum;
}

// A test that a value passes only if one of a few pieces stands in it.
std::optional<RequiredText> required_by(const Test& test) {
  const bool is_literal = test.kind == TestKind::one_of;
  if (test.subject || (!is_literal && test.kind != TestKind::like_one_of)) return std::nullopt;
  if (test.texts.size() > kMaxPieces) return std::nullopt;
  RequiredText required{test.field, {}};
  for (const std::string& text : test.texts) {
    const PatternKey key = is_literal ? PatternKey{text, Place::whole} : key_of(text);
    if (key.literal.empty() && key.place != Place::whole) return std::nullopt;
    required.pieces.push_back({std::string(key.literal), key.place});
  }
  return required;
}

ByField collect(const Condition& condition);

// All of them hold: of two that ask the same field the stricter one.
ByField collect_all(const std::vector<Condition>& operands) {
  ByField all;
  for (const Condition& operand : operands) {
    for (auto& [field, required] : collect(operand)) {
      const auto held = all.find(field);
      if (held == all.end() || looseness(held->second) > looseness(required))
        all.insert_or_assign(field, std::move(required));
    }
  }
  return all;
}

// One of them holds: what all of them ask of some field.
ByField collect_any(const std::vector<Condition>& operands) {
  std::optional<ByField> any;
  for (const Condition& operand : operands) {
    if (operand.kind == ConditionKind::constant && !operand.value) continue;
    ByField next = collect(operand);
    if (!any) {
      any = std::move(next);
      continue;
    }
    for (auto held = any->begin(); held != any->end();) {
      const auto found = next.find(held->first);
      std::vector<Piece>& pieces = held->second.pieces;
      if (found == next.end() || pieces.size() + found->second.pieces.size() > kMaxPieces) {
        held = any->erase(held);
        continue;
      }
      std::move(found->second.pieces.begin(), found->second.pieces.end(),
                std::back_inserter(pieces));
      ++held;
    }
    if (any->empty()) break;
  }
  return any.value_or(ByField());
}

// Recurses as deep as the query is nested, at most limits::kMaxQueryDepth.
ByField collect(const Condition& condition) {
  ByField required;
  switch (condition.kind) {
    case ConditionKind::all:
      return collect_all(condition.operands);
    case ConditionKind::any:
      return collect_any(condition.operands);
    case ConditionKind::test:
      if (std::optional<RequiredText> one = required_by(condition.test))
        required.emplace(one->field, std::move(*one));
      break;
    default:
      break;
  }
  return required;
}

}  // namespace

std::vector<RequiredText> required_texts(const Condition& condition) {
  std::vector<RequiredText> required;
  for (auto& [field, texts] : collect(condition)) required.push_back(std::move(texts));
  return required;
}

}  // namespace ak::eql
