#include "eql/condition.h"

#include <utility>

namespace ak::eql {

Condition Condition::constant(bool value) {
  Condition condition;
  condition.value = value;
  return condition;
}

Condition Condition::of(Test test) {
  Condition condition;
  condition.kind = ConditionKind::test;
  condition.test = std::move(test);
  return condition;
}

Condition Condition::negation(Condition operand) {
  if (operand.kind == ConditionKind::constant) return constant(!operand.value);
  Condition condition;
  condition.kind = ConditionKind::negation;
  condition.operands.push_back(std::move(operand));
  return condition;
}

}  // namespace ak::eql
