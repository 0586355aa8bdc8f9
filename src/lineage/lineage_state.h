// What a Lineage knows, as bytes, to be kept over a restart.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "lineage/process_table.h"

namespace ak {

// The programs that a state names, each once, by number; 0 is none.
class ProgramList {
 public:
  using Programs = std::vector<std::shared_ptr<const Program>>;

  std::uint64_t number_of(const std::shared_ptr<const Program>& program);
  [[nodiscard]] const Programs& programs() const { return programs_; }

  void save(ByteWriter& out) const;
  // Programs to be held by processes of that table.
  [[nodiscard]] bool load(ByteReader& in, ProcessTable& table);

  // nullptr for 0. REQUIRES: number <= programs().size().
  [[nodiscard]] std::shared_ptr<const Program> at(std::uint64_t number) const {
    return number == 0 ? nullptr : programs_[number - 1];
  }

 private:
  Programs programs_;
  std::unordered_map<const Program*, std::uint64_t> numbers_;
};

struct LineageState {
  std::string programs;
  std::string tables;
};

// For Lineage::load().
void write(const LineageState& state, ByteWriter& out);

}  // namespace ak
