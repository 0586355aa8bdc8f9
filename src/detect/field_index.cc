#include "detect/field_index.h"

#include <algorithm>
#include <cstring>
#include <variant>

#include "base/text.h"
#include "eql/text_search.h"

namespace ak::detect {
namespace {

constexpr std::size_t kGramBytes = 4;
// That few matchers are asked faster than a value is searched for the pieces they ask for.
constexpr std::size_t kFewSearched = 8;

// The four bytes, letters in lower case. After the bit tricks of Knuth, TAOCP 4A, 7.1.3.
std::uint32_t gram_at(const char* bytes) {
  constexpr std::uint32_t kEach = 0x01010101;
  std::uint32_t gram = 0;
  std::memcpy(&gram, bytes, sizeof gram);
  const std::uint32_t low = gram & (0x7F * kEach);
  const std::uint32_t from_a = low + (0x80 - 'A') * kEach;  // high bit: at least 'A'
  const std::uint32_t past_z = low + (0x7F - 'Z') * kEach;  // high bit: more than 'Z'
  const std::uint32_t is_upper = from_a & ~past_z & ~gram & (0x80 * kEach);
  return gram | is_upper >> 2;
}

// Tells most texts from each other by their length and ends: a number below 64 * 64.
std::size_t shape_of(std::string_view text) {
  if (text.empty()) return 0;
  const auto first = static_cast<unsigned char>(ascii_lower(text.front()));
  const auto last = static_cast<unsigned char>(ascii_lower(text.back()));
  return (text.size() * 61 + first * 7U + last * 131U) % (64 * 64);
}

std::uint32_t filter_bit(std::uint32_t gram) {
  constexpr unsigned kShift = 32 - 14;
  return gram * 0x9E3779B1U >> kShift;
}

}  // namespace

std::size_t FieldIndex::Hash::operator()(std::string_view text) const {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a, as base/text.h
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(ascii_lower(c))) * 0x100000001b3ULL;
  }
  return static_cast<std::size_t>(hash);
}

bool FieldIndex::Equal::operator()(std::string_view a, std::string_view b) const {
  return equals_ignoring_case(a, b);
}

FieldIndex::FieldIndex(Field field, std::size_t parts)
    : field_(field),
      parts_(parts),
      unasked_(parts, true),
      asked_(parts, false),
      by_pieces_(parts, false),
      left_(parts, false) {}

void FieldIndex::add(PartId part, const eql::RequiredText& required) {
  const bool is_too_short =
      std::any_of(required.pieces.begin(), required.pieces.end(), [](const eql::Piece& piece) {
        return piece.place != eql::Place::whole && piece.text.size() < kGramBytes;
      });
  if (is_too_short) return;
  unasked_.erase(part);
  asked_.insert(part);
  for (const eql::Piece& piece : required.pieces) {
    if (piece.place != eql::Place::whole) {
      add_gram(part, piece.text);
      continue;
    }
    add_asker(values_[piece.text], part);
    const std::size_t shape = shape_of(piece.text);
    shapes_[shape / 64] |= std::uint64_t{1} << shape % 64;
    longest_ = std::max(longest_, piece.text.size());
  }
}

void FieldIndex::add_asker(Askers& askers, PartId part) const {
  if (!askers.many.empty()) return askers.many.insert(part);
  if (!askers.few.empty() && askers.few.back() == part) return;
  askers.few.push_back(part);
  if (askers.few.size() <= parts_ / 64) return;
  askers.many = PartSet(parts_, false);
  for (const PartId few : askers.few) askers.many.insert(few);
  askers.few.clear();
}

// Of all grams in the piece the one with the rarest bytes.
void FieldIndex::add_gram(PartId part, const std::string& piece) {
  std::size_t best = 0;
  std::size_t best_rarity = 0;
  for (std::size_t at = 0; at + kGramBytes <= piece.size(); ++at) {
    std::size_t rarity = 1;
    for (std::size_t i = 0; i < kGramBytes; ++i) rarity += eql::rarity(piece[at + i]);
    if (rarity <= best_rarity) continue;
    best = at;
    best_rarity = rarity;
  }
  const std::uint32_t gram = gram_at(piece.data() + best);
  if (filter_.empty()) filter_.resize(kFilterBits / 64);
  filter_[filter_bit(gram) / 64] |= std::uint64_t{1} << filter_bit(gram) % 64;
  add_asker(grams_[gram], part);
  by_pieces_.insert(part);
}

void FieldIndex::mark(Askers& askers) {
  if (askers.seen == run_) return;
  askers.seen = run_;
  if (!askers.many.empty()) left_.add(askers.many);
  for (const PartId part : askers.few) left_.insert(part);
}

void FieldIndex::look_up(std::string_view text) {
  if (text.size() > longest_) return;
  const std::size_t shape = shape_of(text);
  if ((shapes_[shape / 64] >> shape % 64 & 1) == 0) return;
  const auto found = values_.find(text);
  if (found != values_.end()) mark(found->second);
}

void FieldIndex::look_for_grams(std::string_view text) {
  for (std::size_t at = 0; at + kGramBytes <= text.size(); ++at) {
    const std::uint32_t gram = gram_at(text.data() + at);
    const std::uint32_t bit = filter_bit(gram);
    if ((filter_[bit / 64] >> bit % 64 & 1) == 0) continue;
    const auto found = grams_.find(gram);
    if (found != grams_.end()) mark(found->second);
  }
}

void FieldIndex::narrow(const Value* value, PartSet& parts) {
  if (value == nullptr) return parts.keep_common(unasked_);
  if (!parts.has_in_common(asked_, 0)) return;
  ++run_;
  left_ = unasked_;
  const bool is_searched = has_pieces() && parts.has_in_common(by_pieces_, kFewSearched);
  if (has_pieces() && !is_searched) left_.add(by_pieces_);
  const auto take = [&](std::string_view text) {
    look_up(text);
    if (is_searched) look_for_grams(text);
  };
  if (const auto* text = std::get_if<std::string>(value)) take(*text);
  if (const auto* texts = std::get_if<Strings>(value)) {
    for (const std::string& text : *texts) take(text);
  }
  parts.keep_common(left_);
}

}  // namespace ak::detect
