package dev.scimlet.testkit.contract;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Tests the contract: it must notice every store that breaks a promise. */
class ResourceRepositoryContractTest {

    private static final String PARAMETER = "wrong";

    /** The contract of a wrong repository, which the configuration of a run names. */
    @ExtendWith(NamedRepository.class)
    static class WrongRepositoryContract extends ResourceRepositoryContract {

        private final InMemoryStore store = new InMemoryStore();
        private final WrongRepository wrong;

        WrongRepositoryContract(WrongRepository wrong) {
            this.wrong = wrong;
        }

        @Override
        protected ResourceRepository emptyUsers() {
            return wrong.over(store.repository(ContractTypes.user()).build());
        }

        @Override
        protected Optional<ResourceRepository> emptyGroups() {
            return Optional.of(wrong.over(store.repository(ContractTypes.group())
                    .memberships("members")
                    .build()));
        }

        @Override
        protected boolean answers(BoundFilter filter) {
            return wrong != WrongRepository.ANSWERS_WHAT_IT_DENIES;
        }

        @Override
        protected boolean walksByCursor() {
            return wrong != WrongRepository.PAGES_BY_CURSOR_THOUGH_IT_DENIES_IT;
        }
    }

    /** Names the wrong repository; without a name nothing is run, so that whoever looks for tests passes it by. */
    static final class NamedRepository implements ParameterResolver, ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getConfigurationParameter(PARAMETER).isPresent()
                    ? ConditionEvaluationResult.enabled("a wrong repository is named")
                    : ConditionEvaluationResult.disabled("only for wrong repositories");
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == WrongRepository.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return WrongRepository.valueOf(
                    context.getConfigurationParameter(PARAMETER).orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void notices(WrongRepository wrong) {
        TestExecutionSummary summary = run(wrong);

        assertThat(summary.getTestsStartedCount()).isPositive();
        assertThat(summary.getFailures())
                .isNotEmpty()
                .allSatisfy(failure ->
                        assertThat(failure.getException()).isInstanceOfAny(AssertionError.class, ScimException.class));
    }

    private static TestExecutionSummary run(WrongRepository wrong) {
        PostDiscoveryFilter onlyTheNamedTest =
                test -> FilterResult.includedIf(test.getSource().stream().noneMatch(MethodSource.class::isInstance)
                        || name(test).equals(wrong.noticedBy()));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(WrongRepositoryContract.class))
                .filters(EngineFilter.includeEngines("junit-jupiter"), onlyTheNamedTest)
                .configurationParameter(PARAMETER, wrong.name())
                .build();
        return run(request);
    }

    private static TestExecutionSummary run(LauncherDiscoveryRequest request) {
        Launcher launcher = LauncherFactory.create();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        launcher.execute(request, listener);
        return listener.getSummary();
    }

    private static String name(TestDescriptor test) {
        MethodSource method = (MethodSource) test.getSource().orElseThrow();
        String nested = method.getClassName();
        return nested.substring(nested.lastIndexOf('$') + 1) + "." + method.getMethodName();
    }

    @Test
    void namesTheFilterThatFailed() {
        assertThat(run(WrongRepository.IGNORES_THE_FILTER).getFailures())
                .extracting(failure -> failure.getException().getMessage())
                .anySatisfy(message -> assertThat(message)
                        .contains("the users that the filter finds: userName eq \"anna\" or userName eq \"jsmith\"")
                        .contains("O'Brien_x"))
                .anySatisfy(message ->
                        assertThat(message).contains("the users that the filter finds: emails[type eq \"work\""));
    }

    @Test
    void saysAtTheEndWhatDidNotApply() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        TestExecutionSummary summary;
        try {
            summary = run(LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(AccountStoreContractTest.class))
                    .filters(EngineFilter.includeEngines("junit-jupiter"))
                    .build());
        } finally {
            System.setOut(console);
        }

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .containsPattern("AccountStoreContractTest: \\d+ cases of the contract do not apply to this store")
                .containsPattern("\\d\\d  filters and orders by attributes that the type does not have")
                .containsPattern("\\d  the store knows one tenant, as the test says by knowsTenants")
                .containsPattern("\\d  the test names no repository of groups by emptyGroups");
        long beforeTheyWereTests = Pattern.compile("(\\d+)  filters and orders")
                .matcher(text)
                .results()
                .mapToLong(result -> Long.parseLong(result.group(1)))
                .sum();
        assertThat(text).contains(": " + (summary.getTestsAbortedCount() + beforeTheyWereTests) + " cases of");
        assertThat(summary.getTestsFailedCount()).isZero();
    }

    @Test
    void hasAWrongRepositoryForEachOfItsTests() {
        Set<String> tests = testsIn(ResourceRepositoryContract.class).collect(toCollection(TreeSet::new));
        Set<String> noticing = Stream.of(WrongRepository.values())
                .map(WrongRepository::noticedBy)
                .collect(toCollection(TreeSet::new));

        assertThat(noticing).isNotEmpty().isEqualTo(tests);
    }

    private static Stream<String> testsIn(Class<?> container) {
        Stream<String> own = Arrays.stream(container.getDeclaredMethods())
                .filter(ResourceRepositoryContractTest::isTest)
                .map(method -> container.getSimpleName() + "." + method.getName());
        return Stream.concat(
                own, Arrays.stream(container.getDeclaredClasses()).flatMap(ResourceRepositoryContractTest::testsIn));
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(TestFactory.class);
    }

    @Test
    void knowsPeopleWhomEachFilterSeparates() {
        List<Resource> people = people();
        PathBinder binder = new PathBinder(people.get(0).type().definition(), ClientProfile.INTEROPERABLE);

        assertThat(SamplePeople.filters())
                .isNotEmpty()
                .allSatisfy(example -> assertThat(people.stream()
                                .filter(binder.filter(example.filter())::matches)
                                .count())
                        .as(example.filter())
                        .isBetween(1L, people.size() - 1L));
    }

    @Test
    void knowsPeopleWhomEachOrderSeparates() {
        List<Resource> people = people();
        ResourceType type = people.get(0).type();

        assertThat(SamplePeople.sortPaths())
                .filteredOn(path -> !path.startsWith("meta."))
                .isNotEmpty()
                .allSatisfy(path -> {
                    Sort sort = new Sort(type.path(path), SortOrder.ASCENDING);
                    assertThat(people.stream()
                                    .map(sort::key)
                                    .filter(Objects::nonNull)
                                    .distinct())
                            .as(path)
                            .hasSizeGreaterThan(1);
                });
    }

    private static List<Resource> people() {
        ResourceType type = ContractTypes.user();
        Meta meta = new Meta(Instant.EPOCH, Instant.EPOCH, "1");
        return new SamplePeople(type)
                .all().stream()
                        .map(attributes ->
                                new Resource(type, attributes.string("userName").orElseThrow(), meta, attributes))
                        .toList();
    }
}
