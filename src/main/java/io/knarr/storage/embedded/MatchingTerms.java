package io.knarr.storage.embedded;

import io.knarr.fault.Deadline;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * Documents with a keyword that meets a condition. Looks at every different keyword of the account in a field: some 10 ms
 * for 100 000 of them, so the deadline is looked at, too.
 */
final class MatchingTerms extends MultiTermQuery {
    private final BytesRef prefix;
    private final String description;
    private final Predicate<String> condition;
    private final Deadline deadline;

    /**
     * @param prefix what the keywords of the account start with; the condition sees what follows
     * @param description equal for equal conditions, since the query cache compares queries
     */
    MatchingTerms(String field, String prefix, String description, Predicate<String> condition, Deadline deadline) {
        super(field, CONSTANT_SCORE_BLENDED_REWRITE);
        this.prefix = new BytesRef(prefix);
        this.description = description;
        this.condition = condition;
        this.deadline = deadline;
    }

    @Override
    protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
        return new Conditional(terms.iterator());
    }

    @Override
    public void visit(QueryVisitor visitor) {
        if (visitor.acceptField(field)) {
            visitor.visitLeaf(this);
        }
    }

    @Override
    public String toString(String defaultField) {
        return field + " " + description;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof MatchingTerms query
                && prefix.equals(query.prefix)
                && description.equals(query.description);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + prefix.hashCode() + description.hashCode();
    }

    private final class Conditional extends FilteredTermsEnum {
        private final BytesRef rest = new BytesRef();

        Conditional(TermsEnum all) {
            super(all);
            setInitialSeekTerm(prefix);
        }

        @Override
        protected AcceptStatus accept(BytesRef term) {
            if (!StringHelper.startsWith(term, prefix)) {
                return AcceptStatus.END;
            }
            if (deadline.expired()) {
                throw deadline.fault("searching the index");
            }
            rest.bytes = term.bytes;
            rest.offset = term.offset + prefix.length;
            rest.length = term.length - prefix.length;
            return condition.test(rest.utf8ToString()) ? AcceptStatus.YES : AcceptStatus.NO;
        }
    }
}
