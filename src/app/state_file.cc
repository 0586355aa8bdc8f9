#include "app/state_file.h"

#include "base/bytes.h"
#include "base/crc32.h"

namespace ak::app {
namespace {

constexpr std::string_view kMagic = "AKSTATE";
constexpr char kVersion = 9;  // of everything that follows; another one is not read
constexpr std::size_t kMaxBootIdBytes = 64;

}  // namespace

std::string to_state_file(const PipelineState& state, std::string_view boot_id) {
  ByteWriter body;
  body.text(boot_id);
  write(state, body);
  ByteWriter file;
  file.raw(kMagic);
  file.raw({&kVersion, 1});
  file.hash(crc32(body.bytes()));
  file.raw(body.bytes());
  return file.take();
}

Result<StateFile> parse_state_file(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return Error{"it is no state of audisp-kube"};
  bytes.remove_prefix(kMagic.size());
  if (bytes.empty() || bytes.front() != kVersion) return Error{"it is of another version"};
  bytes.remove_prefix(1);
  ByteReader in(bytes);
  const std::uint64_t checksum = in.hash();
  if (in.failed() || crc32(in.rest()) != checksum) return Error{"it is damaged"};
  StateFile file;
  file.boot_id = in.text(kMaxBootIdBytes);
  file.pipeline = in.rest();
  if (in.failed()) return Error{"it is damaged"};
  return file;
}

}  // namespace ak::app
