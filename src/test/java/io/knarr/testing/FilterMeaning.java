package io.knarr.testing;

import com.google.re2j.Pattern;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.Field;
import io.knarr.index.Filter;
import io.knarr.index.Filter.Bound;
import java.util.Optional;
import java.util.function.Predicate;

/** What a filter means, entry by entry: the reference that every store is compared with. */
public final class FilterMeaning {
    private final AccountId account;

    public FilterMeaning(AccountId account) {
        this.account = account;
    }

    public boolean matches(Filter filter, Entry entry) {
        return switch (filter) {
            case Filter.All() -> true;
            case Filter.And(var filters) -> filters.stream().allMatch(each -> matches(each, entry));
            case Filter.Or(var filters) -> filters.stream().anyMatch(each -> matches(each, entry));
            case Filter.Not(var negated) -> !matches(negated, entry);
            case Filter.Under(var uri, var depth) ->
                uri.contains(entry.uri())
                        && depth.map(most -> entry.uri().depth() - uri.depth() <= most)
                                .orElse(true);
            case Filter.In(var field, var values) -> anyText(field, entry, values::contains);
            case Filter.Range(var field, var from, var to) -> within(number(field, entry), from, to);
            case Filter.TimeRange(var field, var from, var to) ->
                within(field == Field.CREATED_AT ? entry.createdAt() : entry.updatedAt(), from, to);
            case Filter.Prefix(var field, var prefix) -> anyText(field, entry, text -> text.startsWith(prefix));
            case Filter.Contains(var field, var part) -> anyText(field, entry, text -> text.contains(part));
            case Filter.Regex(var field, var pattern) ->
                anyText(
                        field,
                        entry,
                        text -> Pattern.compile(pattern).matcher(text).find());
        };
    }

    private boolean anyText(Field field, Entry entry, Predicate<String> condition) {
        return field.textsOf(account, entry).stream().anyMatch(condition);
    }

    private static double number(Field field, Entry entry) {
        return field == Field.LEVEL ? entry.level().number() : entry.activeCount();
    }

    private static <T extends Comparable<T>> boolean within(T value, Optional<Bound<T>> from, Optional<Bound<T>> to) {
        return from.map(bound -> value.compareTo(bound.value()) > (bound.inclusive() ? -1 : 0))
                        .orElse(true)
                && to.map(bound -> value.compareTo(bound.value()) < (bound.inclusive() ? 1 : 0))
                        .orElse(true);
    }
}
