#include "lineage/lineage_state.h"

#include <utility>

#include "base/limits.h"

namespace ak {
namespace {

// Far more than those of all processes, whose bytes are bounded.
constexpr std::size_t kMaxPrograms = 1024 * 1024;
constexpr std::uint64_t kMaxArgsCount = UINT32_MAX;

// A program's flags.
constexpr std::uint64_t kStartSeen = 1;
constexpr std::uint64_t kLacksArgs = 2;

void save(const Program& program, ByteWriter& out) {
  out.text(program.name);
  out.text(program.executable);
  out.text(program.packed_args);
  out.number(program.args_count);
  out.number((program.start_seen ? kStartSeen : 0) | (program.lacks_args ? kLacksArgs : 0));
}

Program load_program(ByteReader& in) {
  Program program;
  program.name = in.text(limits::kMaxProcessNameBytes);
  program.executable = in.text(limits::kMaxProcessNameBytes);
  program.packed_args = in.text(limits::kMaxProcessArgsBytes);
  program.args_count = in.number(kMaxArgsCount);
  const std::uint64_t flags = in.number(kStartSeen | kLacksArgs);
  program.start_seen = (flags & kStartSeen) != 0;
  program.lacks_args = (flags & kLacksArgs) != 0;
  if (!program.packed_args.empty() && program.packed_args.back() != '\0') in.fail();
  return program;
}

}  // namespace

std::uint64_t ProgramList::number_of(const std::shared_ptr<const Program>& program) {
  if (!program) return 0;
  const auto [place, is_new] = numbers_.emplace(program.get(), programs_.size() + 1);
  if (is_new) programs_.push_back(program);
  return place->second;
}

void ProgramList::save(ByteWriter& out) const {
  out.number(programs_.size());
  for (const auto& program : programs_) ak::save(*program, out);
}

bool ProgramList::load(ByteReader& in, ProcessTable& table) {
  const std::size_t count = in.count(kMaxPrograms);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    programs_.push_back(table.share(load_program(in)));
  }
  return !in.failed();
}

void write(const LineageState& state, ByteWriter& out) {
  out.raw(state.programs);
  out.raw(state.tables);
}

}  // namespace ak
