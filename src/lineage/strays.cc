#include "lineage/strays.h"

#include "base/limits.h"
#include "base/text.h"

namespace ak {
namespace {

// Two names of one key are doubted together.
std::uint64_t key_of(std::uint64_t host, std::string_view text) {
  return host ^ fnv1a(text);
}

}  // namespace

void Strays::note(What what, std::uint64_t host, std::string_view text, std::uint64_t moment) {
  Kind& kind = kinds_[static_cast<std::size_t>(what)];
  if (kind.moments.size() >= limits::kMaxStrayNames) {
    kind.moments.clear();
    kind.forgotten = moment - 1;
  }
  kind.moments[key_of(host, text)] = moment;
}

std::uint64_t Strays::last(What what, std::uint64_t host, std::string_view text) const {
  const Kind& kind = of(what);
  const auto found = kind.moments.find(key_of(host, text));
  return found == kind.moments.end() ? kind.forgotten : found->second;
}

}  // namespace ak
