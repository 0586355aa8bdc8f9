// What the tables tell of a process, as fields of an event.
#pragma once

#include <string_view>

#include "event/event.h"
#include "event/process_fact.h"
#include "lineage/process_table.h"
#include "lineage/session_table.h"

namespace ak {

// Whether the word is one of the field's.
[[nodiscard]] bool has_word(const Event& event, Field field, std::string_view word);

// Whether the event is a process's start: a fork or an exec.
[[nodiscard]] bool is_process_start(const Event& event);

// The name and arguments of a program whose start was seen, for an event that came after; of any
// other its name, for an event that has none.
void set_program(Event& event, const Process& process);

// What a process ran before, for the event of its exec, but for what it inherited and the parent
// that the event tells runs yet. True if that lacks some.
bool set_previous(Event& event, const Process& process);

// `program`: what it ran then.
void set_parent(Event& event, const Process& parent, const Program& program);

// Whether the event tells what the parent is.
[[nodiscard]] bool tells_parent(const Event& event);

// The process in which the event's session began.
void set_session(Event& event, const Session& session);

// The call turned out to be of a thread's life, not of a process's: no process began or ended, and
// the event is its caller's, like that of a clone whose flags say so.
void be_of_thread(Event& event, const ProcessFact& caller);

}  // namespace ak
