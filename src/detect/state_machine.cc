#include "detect/state_machine.h"

#include "detect/sample_machine.h"
#include "detect/sequence_machine.h"

namespace ak::detect {

std::unique_ptr<StateMachine> make_state_machine(const eql::Query& query, Counters& counters) {
  if (query.kind() == eql::QueryKind::sample)
    return std::make_unique<SampleMachine>(query, counters);
  return std::make_unique<SequenceMachine>(query, counters);
}

}  // namespace ak::detect
