// Names that went from a place that nobody knows, and when: what is known by such a name may be
// what went. Bounded: of more than limits::kMaxStrayNames all that are forgotten count as the last.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace ak {

class Strays {
 public:
  // A directory of which the record tells which it is may be any on the way to others of which no
  // more is known than the name, and what no record shows may be any file or directory at all in
  // such a place.
  enum class What { directory, another_file };

  // `moment`: above zero, and above those before.
  void note(What what, std::uint64_t host, std::string_view text, std::uint64_t moment);

  // When the last of that name went, or one whose name is forgotten; 0: none.
  [[nodiscard]] std::uint64_t last(What what, std::uint64_t host, std::string_view text) const;

  [[nodiscard]] bool has_any(What what) const { return !of(what).moments.empty(); }

 private:
  struct Kind {
    std::unordered_map<std::uint64_t, std::uint64_t> moments;  // the last, by the name's key
    std::uint64_t forgotten = 0;                               // the last that is not among them
  };
  [[nodiscard]] const Kind& of(What what) const { return kinds_[static_cast<std::size_t>(what)]; }

  std::array<Kind, 2> kinds_;
};

}  // namespace ak
