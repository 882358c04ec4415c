package stowage.exec;

import java.util.Optional;
import java.util.function.Function;
import stowage.message.Message;

/** A value as a host told it, or why it did not: missing data is "unknown", never "empty". */
public sealed interface Reading<T> {

  record Known<T>(T value) implements Reading<T> {}

  record Failed<T>(Message reason) implements Reading<T> {}

  static <T> Reading<T> known(T value) {
    return new Known<>(value);
  }

  static <T> Reading<T> failed(String key, Object... args) {
    return new Failed<>(Message.of(key, args));
  }

  default <R> Reading<R> map(Function<? super T, ? extends R> change) {
    return switch (this) {
      case Known<T>(var value) -> new Known<>(change.apply(value));
      case Failed<T>(var reason) -> new Failed<>(reason);
    };
  }

  /** What follows from the value, which may be unknown again. */
  default <R> Reading<R> then(Function<? super T, Reading<R>> next) {
    return switch (this) {
      case Known<T>(var value) -> next.apply(value);
      case Failed<T>(var reason) -> new Failed<>(reason);
    };
  }

  default Optional<T> optional() {
    return switch (this) {
      case Known<T>(var value) -> Optional.of(value);
      case Failed<T> _ -> Optional.empty();
    };
  }
}
