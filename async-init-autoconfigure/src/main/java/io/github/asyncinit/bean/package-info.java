/**
 * Integration with the Spring container: which beans are asynchronous, their callbacks,
 * gates, edges, barrier and destruction.
 *
 * <p>
 * A bean's way through the package, for a first reading; each class says more itself:
 * <ol>
 * <li>{@link AsyncInitBeanFactoryPostProcessor} registers everything else.
 * {@link SelectionPostProcessor} has {@link SelectionCheck} look at all definitions, with
 * {@link AsyncBeanSelector} to say what is selected, and {@link Misuse}, with those that
 * it asks ({@link CalledBeans}, {@link CalledMethods}, {@link HiddenAnnotations}), what
 * cannot work.
 * <li>The container creates the bean on its own thread. {@link CreationStack} and
 * {@link CreationMonitor} follow that, so that initializers that ask for beans neither
 * create one twice nor wait in a circle ({@link CreationTurns}, {@link CreatingThreads}).
 * Where the factory method's body is to run in the entry as well,
 * {@link DeferringInstantiationStrategy} puts it off as a {@link DeferredCreation}.
 * <li>{@link GatePostProcessor} has {@link Takeover} take the
 * {@link InitializationCallbacks} away from the container, unless {@link InlineRules} say
 * that anything but inline would be unsafe. The {@link AsyncBean} is what is remembered
 * of it, among all {@link AsyncBeans}. {@link OrderPostProcessor} is the first one then:
 * {@link InstanceOrder} has what comes before the instance created.
 * <li>In front of the proxies of others comes a {@link Gate}, which {@link GateFactory}
 * makes ({@link GateClasses} first, else {@link CglibGates}), where no
 * {@link GateObstacles} are in the way; {@link GuardPostProcessor} makes those wait whom
 * no gate stops ({@link DependencyWaits}). A factory has a {@link FactoryBeanGate}, and a
 * {@link ProductGate} in front of its product.
 * <li>{@link SubmissionPostProcessor} is last: {@link Submissions} schedules the entries,
 * with edges to what {@link Dependencies}, {@link Predecessors} and {@link UntoldOrder}
 * know to come before. What runners do is scheduled by {@link Runs}.
 * <li>{@link StartBarrier} and {@link AsyncInitBarrier} wait for all of it before
 * anything is reported ready, and {@link AsyncBeanDestruction} before anything is
 * destroyed.
 * </ol>
 * {@link TimelineListener} writes down what happens for {@code timeline}.
 */
@NullMarked
package io.github.asyncinit.bean;

import org.jspecify.annotations.NullMarked;
