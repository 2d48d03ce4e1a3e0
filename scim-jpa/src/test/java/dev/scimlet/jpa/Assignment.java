package dev.scimlet.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;

/** Who works on which project. */
@Entity
@Table(name = "assignments", uniqueConstraints = @UniqueConstraint(columnNames = {"project_id", "worker_id"}))
public class Assignment {

    @Id
    @GeneratedValue
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Project project;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private UserAccount worker;

    protected Assignment() {}

    public Assignment(Project project, UserAccount worker) {
        this.project = project;
        this.worker = worker;
    }
}
