#include "input/line_framer.h"

namespace ak::input {

LineFramer::LineFramer(Counters& counters, std::size_t max_line_bytes)
    : counters_(counters), max_line_bytes_(max_line_bytes) {}

void LineFramer::feed(std::string_view bytes) {
  rest_ = bytes;
}

void LineFramer::finish() {
  is_finished_ = true;
}

std::optional<std::string_view> LineFramer::next() {
  drop_returned_line();
  while (const auto piece = next_piece()) {
    if (!piece->ends_line) {
      keep(piece->bytes);
      continue;
    }
    std::string_view line = piece->bytes;
    if (is_skipping_ || (!carry_.empty() && !keep(line))) {
      is_skipping_ = false;
      continue;
    }
    if (!carry_.empty()) {
      line = carry_;
      carry_was_returned_ = true;
    }
    if (const auto accepted = accept(line)) return accepted;
    drop_returned_line();
  }
  if (!is_finished_ || carry_.empty()) return std::nullopt;
  carry_was_returned_ = true;
  return accept(carry_);
}

// Newlines and NULs are found by two scans: find() of one byte is many times faster than a loop
// that looks for either, and this way each byte is seen twice at most.
std::optional<LineFramer::Piece> LineFramer::next_piece() {
  if (segment_.empty() && !segment_ends_line_) {
    if (rest_.empty()) return std::nullopt;
    const std::size_t newline = rest_.find('\n');
    segment_ = rest_.substr(0, newline);
    segment_ends_line_ = newline != std::string_view::npos;
    rest_.remove_prefix(segment_.size() + (segment_ends_line_ ? 1 : 0));
  }
  const std::size_t nul = segment_.find('\0');
  if (nul != std::string_view::npos) {
    const Piece piece{segment_.substr(0, nul), true};
    segment_.remove_prefix(nul + 1);
    return piece;
  }
  const Piece piece{segment_, segment_ends_line_};
  segment_ = {};
  segment_ends_line_ = false;
  return piece;
}

std::optional<std::string_view> LineFramer::accept(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (line.empty()) return std::nullopt;
  counters_.lines.fetch_add(1, std::memory_order_relaxed);
  if (line.size() <= max_line_bytes_) return line;
  counters_.long_lines.fetch_add(1, std::memory_order_relaxed);
  return std::nullopt;
}

// Appends to carry_; false, and the line is given up, if it is over the cap (a '\r' not counted).
bool LineFramer::keep(std::string_view bytes) {
  if (is_skipping_) return false;
  if (carry_.size() + bytes.size() <= max_line_bytes_ + 1) {
    carry_ += bytes;
    return true;
  }
  carry_.clear();
  is_skipping_ = true;
  counters_.lines.fetch_add(1, std::memory_order_relaxed);
  counters_.long_lines.fetch_add(1, std::memory_order_relaxed);
  return false;
}

void LineFramer::drop_returned_line() {
  if (!carry_was_returned_) return;
  carry_.clear();
  carry_was_returned_ = false;
}

}  // namespace ak::input
