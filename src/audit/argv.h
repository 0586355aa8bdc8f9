// Joins the arguments of an execve. The kernel writes `argc=3 a0="ls" a1=2D6C20…`, and an argument
// too long for one record as `a2_len=9000 a2[0]=… a2[1]=…` over several EXECVE records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ak::audit {

class ArgvBuilder {
 public:
  // Forgets what was added.
  void clear();

  // Takes a field of an EXECVE record, `value` as in the record; false if it is none of the above.
  bool add(std::string_view name, std::string_view value);

  struct Argv {
    std::vector<std::string> arguments;  // by index; what is missing is left out
    std::size_t argc = 0;                // as told, or the arguments seen if that is more
    bool is_complete = true;  // false: arguments or parts of them are missing, or over the caps
                              // (limits::kMaxArgs, kMaxArgsBytes)
  };
  // The arguments so far, in O(n log n) of their parts, O(n) when they came in order.
  [[nodiscard]] Argv build();

 private:
  struct Part {
    std::uint32_t argument = 0;
    std::uint32_t part = 0;
    std::string bytes;
  };
  struct Length {
    std::uint32_t argument;
    std::uint64_t bytes;
  };
  void add_part(std::uint32_t argument, std::uint32_t part, std::string_view value);
  void check_lengths(Argv& argv, const std::vector<std::uint32_t>& indices) const;

  std::vector<Part> parts_;
  std::vector<Length> lengths_;  // of split arguments, as told
  std::set<std::uint32_t> hex_;  // split arguments, of which a part came as hex
  std::size_t bytes_ = 0;
  std::optional<std::uint64_t> argc_;
  bool is_damaged_ = false;
};

}  // namespace ak::audit
