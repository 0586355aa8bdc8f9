// Decompressing a gzip stream (RFC 1952) in constant memory. The only door to zlib.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "input/byte_source.h"

namespace ak::input {

inline constexpr std::string_view kGzipMagic = "\x1f\x8b";

[[nodiscard]] bool has_gzip_magic(std::string_view head);

// What `compressed` holds, decompressed; `head` is what was already read from it. As gzip(1) does,
// bytes after the last member that begin no further one are ignored. `compressed` must outlive the
// result. `name` is for errors.
[[nodiscard]] std::unique_ptr<ByteSource> open_gzip(ByteSource& compressed, std::string head,
                                                    std::string name);

}  // namespace ak::input
