// Cuts a stream of bytes into lines, however the bytes were cut into reads. Constant memory, linear
// time, resynchronises at the next newline after a line over the cap.
//
//   LineFramer framer(counters);
//   framer.feed(chunk);
//   while (auto line = framer.next()) use(*line);
//   …                        // more chunks
//   framer.finish();         // the last line may lack its newline
//   while (auto line = framer.next()) use(*line);
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/counters.h"
#include "base/limits.h"

namespace ak::input {

class LineFramer {
 public:
  // Counts `lines` and `long_lines` in `counters`, which must outlive the framer.
  explicit LineFramer(Counters& counters, std::size_t max_line_bytes = limits::kMaxLineBytes);

  // Takes the next bytes of the stream, which must stay valid and unchanged until next() has
  // returned nothing. REQUIRES: next() returned nothing since the last feed().
  void feed(std::string_view bytes);

  // The next whole line without its end, never empty; nothing when more bytes are needed. Valid
  // until the following call of any member. A line ends at '\n' or at a NUL (a crash leaves runs
  // of them in a log, and no record holds one); a '\r' before the end is taken off.
  [[nodiscard]] std::optional<std::string_view> next();

  // The stream is at its end: what has no newline is a line as well, delivered by next().
  void finish();

 private:
  struct Piece {
    std::string_view bytes;
    bool ends_line;
  };
  std::optional<Piece> next_piece();
  std::optional<std::string_view> accept(std::string_view line);
  bool keep(std::string_view bytes);
  void drop_returned_line();

  Counters& counters_;
  const std::size_t max_line_bytes_;
  std::string_view rest_;            // fed and not yet looked at
  std::string_view segment_;         // what comes before the newline found last, or before the end
  bool segment_ends_line_ = false;   // it was a newline
  std::string carry_;                // the beginning of a line whose end is not yet fed
  bool carry_was_returned_ = false;  // next() handed out carry_: it may go
  bool is_skipping_ = false;         // inside a line over the cap
  bool is_finished_ = false;
};

}  // namespace ak::input
