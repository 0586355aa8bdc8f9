#include "audit/argv.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>
#include <utility>

#include "audit/field_text.h"
#include "base/limits.h"
#include "base/text.h"

namespace ak::audit {
namespace {

// A number at the head of `text`, which is taken off.
std::optional<std::uint32_t> take_index(std::string_view& text) {
  std::uint32_t index = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return index;
}

}  // namespace

void ArgvBuilder::clear() {
  parts_.clear();
  lengths_.clear();
  hex_.clear();
  bytes_ = 0;
  argc_.reset();
  is_damaged_ = false;
}

bool ArgvBuilder::add(std::string_view name, std::string_view value) {
  if (name == "argc") {
    if (!argc_) argc_ = parse_uint(value);
    return true;
  }
  if (!name.starts_with('a')) return false;
  name.remove_prefix(1);
  const auto argument = take_index(name);
  if (!argument) return false;
  if (name.empty()) {
    add_part(*argument, 0, value);
    return true;
  }
  if (name == "_len") {
    if (const auto length = parse_uint(value)) lengths_.push_back({*argument, *length});
    return true;
  }
  if (!name.starts_with('[')) return false;
  name.remove_prefix(1);
  const auto part = take_index(name);
  if (!part || name != "]") return false;
  if (!value.starts_with('"')) hex_.insert(*argument);
  add_part(*argument, *part, value);
  return true;
}

void ArgvBuilder::add_part(std::uint32_t argument, std::uint32_t part, std::string_view value) {
  const Unquoted unquoted = unquote(value);
  std::string bytes = decode_text(value);
  if (parts_.size() >= limits::kMaxArgs || bytes_ + bytes.size() > limits::kMaxArgsBytes) {
    is_damaged_ = true;
    return;
  }
  is_damaged_ = is_damaged_ || unquoted.is_cut || lacks_half_byte(value);
  bytes_ += bytes.size();
  parts_.push_back({argument, part, std::move(bytes)});
}

ArgvBuilder::Argv ArgvBuilder::build() {
  const auto in_order = [](const Part& a, const Part& b) {
    return std::tie(a.argument, a.part) < std::tie(b.argument, b.part);
  };
  if (!std::is_sorted(parts_.begin(), parts_.end(), in_order)) {
    std::stable_sort(parts_.begin(), parts_.end(), in_order);
  }
  Argv argv;
  argv.is_complete = argc_.has_value() && !is_damaged_;
  std::vector<std::uint32_t> indices;
  std::uint32_t next_part = 0;
  for (Part& part : parts_) {
    const bool is_new = indices.empty() || indices.back() != part.argument;
    if (is_new) {
      indices.push_back(part.argument);
      argv.arguments.emplace_back();
      next_part = 0;
    } else if (part.part < next_part) {
      continue;  // told twice
    }
    if (part.part != next_part) argv.is_complete = false;
    next_part = part.part + 1;
    std::string& whole = argv.arguments.back();
    whole.empty() ? whole = std::move(part.bytes) : whole += part.bytes;
  }
  const std::size_t seen = indices.empty() ? 0 : std::size_t{indices.back()} + 1;
  argv.argc = std::max<std::size_t>(argc_.value_or(0), seen);
  if (argv.argc != argv.arguments.size()) argv.is_complete = false;
  check_lengths(argv, indices);
  return argv;
}

// The kernel tells the length of a split argument in bytes, or twice that if it comes as hex.
void ArgvBuilder::check_lengths(Argv& argv, const std::vector<std::uint32_t>& indices) const {
  for (const Length& told : lengths_) {
    const auto found = std::lower_bound(indices.begin(), indices.end(), told.argument);
    if (found == indices.end() || *found != told.argument) continue;
    const std::size_t size =
        argv.arguments[static_cast<std::size_t>(found - indices.begin())].size();
    const bool may_be_twice = hex_.count(told.argument) != 0;
    if (told.bytes != size && !(may_be_twice && told.bytes == 2 * size)) argv.is_complete = false;
  }
}

}  // namespace ak::audit
