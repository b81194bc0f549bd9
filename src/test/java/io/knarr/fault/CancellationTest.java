package io.knarr.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final List<String> ran = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();

    @Test
    void runsWhatWasLeftOnceAndInOrder() {
        Runnable _ = cancellation.onCancel(() -> ran.add("first"));
        Runnable _ = cancellation.onCancel(() -> ran.add("second"));

        cancellation.cancel();
        cancellation.cancel();

        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void forgetsWhatWasTakenBack() {
        Runnable forget = cancellation.onCancel(() -> ran.add("never"));
        forget.run();

        cancellation.cancel();

        assertThat(ran).isEmpty();
    }

    @Test
    void runsAtOnceWhatComesTooLate() {
        cancellation.cancel();

        Runnable _ = cancellation.onCancel(() -> ran.add("late"));

        assertThat(ran).containsExactly("late");
    }

    @Test
    void aDeadlineHasPassedWhenItsCallerIsGone() {
        Deadline deadline = Deadline.none().cancelledBy(cancellation);
        assertThat(deadline.expired()).isFalse();

        cancellation.cancel();

        assertThat(deadline.expired()).isTrue();
        assertThat(deadline.remainingMs()).isZero();
        assertThat(deadline.fault("finding").code()).isEqualTo(Code.ABORTED);
        assertThat(deadline.fault("finding").getMessage()).contains("caller is gone");
    }

    @Test
    void theEarlierOfTwoDeadlinesIsCancelledWithEither() {
        Cancellation other = new Cancellation();
        Deadline one = Deadline.after(Duration.ofMinutes(1)).cancelledBy(cancellation);
        Deadline two = Deadline.after(Duration.ofMinutes(2)).cancelledBy(other);
        assertThat(one.or(two).allowedMs()).isEqualTo(60_000);
        assertThat(Deadline.none().or(two).cancellation()).isSameAs(other);
        assertThat(two.or(Deadline.none()).cancellation()).isSameAs(other);

        Deadline either = one.or(two);
        other.cancel();

        assertThat(either.expired()).isTrue();
        assertThat(one.expired()).isFalse();
    }

    @Test
    void neverIsNever() {
        assertThatThrownBy(Cancellation.NEVER::cancel).isInstanceOf(IllegalStateException.class);
        Runnable _ = Cancellation.NEVER.onCancel(() -> ran.add("never"));
        assertThat(ran).isEmpty();
    }
}
