package io.knarr.storage.embedded;

import com.google.re2j.Pattern;
import io.knarr.context.Level;
import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.index.Field;
import io.knarr.index.Filter;
import io.knarr.index.Filter.Bound;
import io.knarr.uri.VikingUri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** What filters are in Lucene, for one account. Pure. */
final class LuceneQueries {
    private final AccountId account;
    private final Deadline deadline;

    LuceneQueries(AccountId account, Deadline deadline) {
        this.account = account;
        this.deadline = deadline;
    }

    /** Every document of the entries that a filter leaves. */
    Query documents(Filter filter) {
        return both(new TermQuery(LuceneTerms.anyDocument(account)), filter);
    }

    /** One document for each entry that a filter leaves. */
    Query heads(Filter filter) {
        return both(new TermQuery(LuceneTerms.head(account)), filter);
    }

    private Query both(Query scope, Filter filter) {
        if (filter instanceof Filter.All) {
            return scope;
        }
        return new BooleanQuery.Builder()
                .add(scope, Occur.FILTER)
                .add(query(filter), Occur.FILTER)
                .build();
    }

    private Query query(Filter filter) {
        return switch (filter) {
            case Filter.All() -> MatchAllDocsQuery.INSTANCE;
            case Filter.And(var filters) -> and(filters);
            case Filter.Or(var filters) -> or(filters);
            case Filter.Not(var negated) ->
                new BooleanQuery.Builder()
                        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                        .add(query(negated), Occur.MUST_NOT)
                        .build();
            case Filter.Under(var uri, var depth) -> under(uri, depth);
            case Filter.In(var field, var values) ->
                anyOf(
                        field.label(),
                        values.stream()
                                .map(value -> LuceneTerms.keyword(account, value))
                                .toList());
            case Filter.Range(var field, var from, var to) ->
                field == Field.LEVEL ? levels(from, to) : range(field, from, to);
            case Filter.TimeRange(var field, var from, var to) -> timeRange(field, from, to);
            case Filter.Prefix(var field, var prefix) -> new PrefixQuery(LuceneTerms.text(account, field, prefix));
            case Filter.Contains(var field, var part) ->
                matching(field, "contains " + part, text -> text.contains(part));
            case Filter.Regex(var field, var pattern) -> {
                Pattern compiled = Pattern.compile(pattern);
                yield matching(
                        field,
                        "matches " + pattern,
                        text -> compiled.matcher(text).find());
            }
        };
    }

    private Query and(List<Filter> filters) {
        if (filters.isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        filters.forEach(each -> all.add(query(each), Occur.FILTER));
        return all.build();
    }

    private Query or(List<Filter> filters) {
        // One set of terms for the common case: any number of targets is one clause.
        List<BytesRef> subtrees = new ArrayList<>();
        for (Filter each : filters) {
            if (each instanceof Filter.Under under && under.depth().isEmpty()) {
                subtrees.add(LuceneTerms.ancestor(account, under.uri()).bytes());
            }
        }
        if (subtrees.size() == filters.size()) {
            return anyOf(LuceneTerms.ANCESTOR, subtrees);
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        filters.forEach(each -> any.add(query(each), Occur.SHOULD));
        return any.build();
    }

    private static Query anyOf(String field, Collection<BytesRef> terms) {
        return switch (terms.size()) {
            case 0 -> new MatchNoDocsQuery("none of nothing");
            case 1 -> new TermQuery(new Term(field, terms.iterator().next()));
            default -> new TermInSetQuery(field, terms);
        };
    }

    private Query under(VikingUri uri, Optional<Integer> depth) {
        Query subtree = new TermQuery(LuceneTerms.ancestor(account, uri));
        if (depth.isEmpty()) {
            return subtree;
        }
        if (depth.get() == 0) {
            return new TermQuery(LuceneTerms.text(account, Field.URI, uri.toString()));
        }
        int deepest = (int) Math.min(Integer.MAX_VALUE, (long) uri.depth() + depth.get());
        return new BooleanQuery.Builder()
                .add(subtree, Occur.FILTER)
                .add(IntField.newRangeQuery(LuceneTerms.DEPTH, 0, deepest), Occur.FILTER)
                .build();
    }

    private static Query levels(Optional<Bound<Double>> from, Optional<Bound<Double>> to) {
        return anyOf(
                Field.LEVEL.label(),
                Arrays.stream(Level.values())
                        .map(Level::number)
                        .filter(number -> number >= lowest(from) && number <= highest(to))
                        .map(number -> new BytesRef(String.valueOf(number)))
                        .toList());
    }

    private static Query range(Field field, Optional<Bound<Double>> from, Optional<Bound<Double>> to) {
        return DoubleField.newRangeQuery(field.label(), lowest(from), highest(to));
    }

    private static double lowest(Optional<Bound<Double>> from) {
        return from.map(bound -> bound.inclusive() ? bound.value() : DoublePoint.nextUp(bound.value()))
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private static double highest(Optional<Bound<Double>> to) {
        return to.map(bound -> bound.inclusive() ? bound.value() : DoublePoint.nextDown(bound.value()))
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static Query timeRange(Field field, Optional<Bound<Instant>> from, Optional<Bound<Instant>> to) {
        long lowest = from.map(bound -> LuceneTerms.nanos(bound.value()) + (bound.inclusive() ? 0 : 1))
                .orElse(Long.MIN_VALUE);
        long highest = to.map(bound -> LuceneTerms.nanos(bound.value()) - (bound.inclusive() ? 0 : 1))
                .orElse(Long.MAX_VALUE);
        return LongField.newRangeQuery(field.label(), lowest, highest);
    }

    private Query matching(Field field, String description, Predicate<String> condition) {
        return new MatchingTerms(field.label(), LuceneTerms.prefix(account), description, condition, deadline);
    }
}
