#include "eql/matcher.h"

#include <utility>

#include "eql/evaluator.h"
#include "eql/program.h"

namespace ak::eql {

EventMatcher::EventMatcher(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

bool EventMatcher::matches(const Event& event) const {
  return evaluate(*program_, event);
}

const std::vector<std::string>& EventMatcher::categories() const {
  return program_->categories;
}

const std::vector<RequiredText>& EventMatcher::required() const {
  return program_->required;
}

}  // namespace ak::eql
