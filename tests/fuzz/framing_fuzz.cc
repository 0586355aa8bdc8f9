// Any bytes in chunks of any size: every line is within the cap and without a newline or NUL.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "input/line_framer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::size_t kCap = 32;
  const std::size_t chunk_bytes = data[0] % 64u + 1;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  ak::Counters counters;
  ak::input::LineFramer framer(counters, kCap);
  const auto drain = [&] {
    while (const auto line = framer.next()) {
      if (line->empty() || line->size() > kCap) std::abort();
      if (line->find('\n') != line->npos || line->find('\0') != line->npos) std::abort();
    }
  };
  while (!bytes.empty()) {
    const std::string_view chunk = bytes.substr(0, chunk_bytes);
    framer.feed(chunk);
    drain();
    bytes.remove_prefix(chunk.size());
  }
  framer.finish();
  drain();
  return 0;
}
